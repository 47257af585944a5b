package main

import (
	"bufio"
	"fmt"
	"reflect"
	"sort"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// The kinds that have pods, and the list of anything.
var roots = []any{
	corev1.Pod{}, corev1.PodTemplate{}, corev1.ReplicationController{}, corev1.List{},
	appsv1.ReplicaSet{}, appsv1.Deployment{}, appsv1.DaemonSet{}, appsv1.StatefulSet{},
	batchv1.Job{}, batchv1.CronJob{},
}

// Types that decode themselves.
var special = map[reflect.Type]string{
	reflect.TypeFor[resource.Quantity]():    "quantity",
	reflect.TypeFor[intstr.IntOrString]():   "intOrString",
	reflect.TypeFor[metav1.Time]():          "time",
	reflect.TypeFor[metav1.FieldsV1]():      "any",
	reflect.TypeFor[runtime.RawExtension](): "any",
}

// writeTypes writes one line for each type: its name, then its fields as name=type, where [T is a list and {T a map of T.
func writeTypes(out *bufio.Writer) error {
	t := typeTable{lines: map[string]string{}, seen: map[string]reflect.Type{}}
	for _, root := range roots {
		if _, err := t.nameOf(reflect.TypeOf(root)); err != nil {
			return err
		}
	}
	var lines []string
	for _, line := range t.lines {
		lines = append(lines, line)
	}
	sort.Strings(lines)
	for _, line := range lines {
		if _, err := fmt.Fprintln(out, line); err != nil {
			return err
		}
	}
	return nil
}

type typeTable struct {
	lines map[string]string
	seen  map[string]reflect.Type
}

func (t *typeTable) nameOf(typ reflect.Type) (string, error) {
	if name, ok := special[typ]; ok {
		return name, nil
	}
	switch typ.Kind() {
	case reflect.Pointer:
		return t.nameOf(typ.Elem())
	case reflect.Bool, reflect.String, reflect.Int32, reflect.Int64:
		return typ.Kind().String(), nil
	case reflect.Slice:
		element, err := t.nameOf(typ.Elem())
		return "[" + element, err
	case reflect.Map:
		element, err := t.nameOf(typ.Elem())
		return "{" + element, err
	case reflect.Struct:
		return typ.Name(), t.addStruct(typ)
	default:
		return "", fmt.Errorf("%s: the table has no form for this type", typ)
	}
}

func (t *typeTable) addStruct(typ reflect.Type) error {
	if other, ok := t.seen[typ.Name()]; ok {
		if other != typ {
			return fmt.Errorf("%s and %s have the same name", typ, other)
		}
		return nil
	}
	t.seen[typ.Name()] = typ
	fields := map[string]string{}
	if err := t.collect(typ, fields); err != nil {
		return err
	}
	words := make([]string, 0, len(fields))
	for name, fieldType := range fields {
		words = append(words, name+"="+fieldType)
	}
	sort.Strings(words)
	t.lines[typ.Name()] = strings.Join(append([]string{typ.Name()}, words...), " ")
	return nil
}

// collect adds the fields of a struct, those of its embedded structs among them.
func (t *typeTable) collect(typ reflect.Type, fields map[string]string) error {
	for i := range typ.NumField() {
		field := typ.Field(i)
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-":
			continue
		case name == "" && field.Anonymous:
			if err := t.collect(field.Type, fields); err != nil {
				return err
			}
			continue
		case name == "":
			return fmt.Errorf("%s.%s has no JSON name", typ, field.Name)
		}
		fieldType, err := t.nameOf(field.Type)
		if err != nil {
			return fmt.Errorf("%s.%s: %w", typ, field.Name, err)
		}
		if _, ok := fields[name]; ok {
			return fmt.Errorf("%s has two fields named %s", typ, name)
		}
		fields[name] = fieldType
	}
	return nil
}
