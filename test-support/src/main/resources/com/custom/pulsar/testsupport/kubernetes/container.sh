# Makes the file system of a container and becomes the container's process. Runs in new mount and process namespaces,
# whose end undoes everything. $1 is an existing directory for it to cover; the rest is the command. Standard input has the
# steps, one a line, their parts separated by tabs; paths are those of the container.
set -eu
root=$1
shift
mount -t tmpfs -o mode=755,size=64m,nosuid,nodev container "$root"

show() {
  mkdir -p "$root$2"
  mount --bind "$1" "$root$2"
  mount -o remount,bind,ro "$root$2"
}

readonly_root=
tab=$(printf '\t')
while IFS=$tab read -r step first second third; do
  case $step in
    show) show "$first" "$second" ;;
    link) ln -s "$first" "$root$second" ;;
    copy)
      mkdir -p "$root$(dirname "$first")"
      cp -a "$first" "$root$first"
      ;;
    directory)
      mkdir -p "$root$first"
      chown "$second" "$root$first"
      chmod "$third" "$root$first"
      ;;
    file)
      mkdir -p "$root$(dirname "$first")"
      printf %s "$third" | base64 -d >"$root$first"
      chmod "$second" "$root$first"
      ;;
    owner) chown "$second" "$root$first" ;;
    memory)
      mkdir -p "$root$first"
      mount -t tmpfs -o "$second" volume "$root$first"
      ;;
    readonly)
      if [ "$first" = / ]; then readonly_root=yes; else mount -o remount,ro "$root$first"; fi
      ;;
    *)
      echo "no such step: $step" >&2
      exit 1
      ;;
  esac
done
exec </dev/null

mkdir -p "$root/proc" "$root/dev" "$root/.host"
mount -t proc -o nosuid,nodev,noexec proc "$root/proc"
mount -t tmpfs -o mode=755,size=64k,nosuid dev "$root/dev"
for device in null zero full random urandom; do
  : >"$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
ln -s /proc/self/fd "$root/dev/fd"
mkdir "$root/dev/shm"
mount -t tmpfs -o mode=1777,size=64m,nosuid,nodev,noexec shm "$root/dev/shm"

cd "$root"
pivot_root . .host
umount -l /.host
rmdir /.host
if [ -n "$readonly_root" ]; then mount -o remount,ro /; fi
cd /pulsar
exec "$@"
