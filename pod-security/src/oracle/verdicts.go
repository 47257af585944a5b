package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	kjson "k8s.io/apimachinery/pkg/runtime/serializer/json"
	"k8s.io/pod-security-admission/admission"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

const (
	newestMinor = 37
	longestLine = 64 << 20
)

// verdict is one line of output. Error is set, and nothing else, where the API server could not decode the object.
// Baseline and Restricted give the failing checks by ranges of minor versions: "0-18=privileged;19-37=privileged,sysctls".
type verdict struct {
	Error      string   `json:"error,omitempty"`
	Baseline   string   `json:"baseline,omitempty"`
	Restricted string   `json:"restricted,omitempty"`
	Unknown    []string `json:"unknown,omitempty"`
}

// judge decodes as the API server does and evaluates with the real registry of checks.
type judge struct {
	decoder   runtime.Decoder
	extractor admission.DefaultPodSpecExtractor
	evaluator policy.Evaluator
	// failed collects the checks that failed in the evaluation under way: results carry no check ID.
	failed []string
}

func newJudge() (*judge, error) {
	scheme := runtime.NewScheme()
	for _, add := range []func(*runtime.Scheme) error{corev1.AddToScheme, appsv1.AddToScheme, batchv1.AddToScheme} {
		if err := add(scheme); err != nil {
			return nil, err
		}
	}
	j := &judge{decoder: kjson.NewSerializerWithOptions(
		kjson.DefaultMetaFactory, scheme, scheme, kjson.SerializerOptions{Strict: true})}
	checks := policy.DefaultChecks()
	for c := range checks {
		for v := range checks[c].Versions {
			checks[c].Versions[v].CheckPod = j.recording(string(checks[c].ID), checks[c].Versions[v].CheckPod)
		}
	}
	evaluator, err := policy.NewEvaluator(checks, nil)
	j.evaluator = evaluator
	return j, err
}

func (j *judge) recording(id string, check policy.CheckPodFn) policy.CheckPodFn {
	return func(metadata *metav1.ObjectMeta, spec *corev1.PodSpec) policy.CheckResult {
		result := check(metadata, spec)
		if !result.Allowed {
			j.failed = append(j.failed, id)
		}
		return result
	}
}

func (j *judge) judge(line []byte) verdict {
	pod := corev1.SchemeGroupVersion.WithKind("Pod")
	object, _, err := j.decoder.Decode(line, &pod, nil)
	var unknown []string
	if strict, ok := runtime.AsStrictDecodingError(err); ok {
		for _, e := range strict.Errors() {
			unknown = append(unknown, e.Error())
		}
	} else if err != nil {
		return verdict{Error: err.Error()}
	}
	metadata, spec, err := j.extractor.ExtractPodSpec(object)
	if err != nil {
		return verdict{Error: err.Error()}
	}
	return verdict{
		Baseline:   j.byVersion(api.LevelBaseline, metadata, spec),
		Restricted: j.byVersion(api.LevelRestricted, metadata, spec),
		Unknown:    unknown,
	}
}

func (j *judge) byVersion(level api.Level, metadata *metav1.ObjectMeta, spec *corev1.PodSpec) string {
	var ranges []string
	from, previous := 0, j.failing(level, 0, metadata, spec)
	for minor := 1; minor <= newestMinor+1; minor++ {
		current := "end"
		if minor <= newestMinor {
			current = j.failing(level, minor, metadata, spec)
		}
		if current != previous {
			ranges = append(ranges, fmt.Sprintf("%d-%d=%s", from, minor-1, previous))
			from, previous = minor, current
		}
	}
	return strings.Join(ranges, ";")
}

func (j *judge) failing(level api.Level, minor int, metadata *metav1.ObjectMeta, spec *corev1.PodSpec) string {
	if spec == nil {
		return "" // a controller without a template: admission skips it
	}
	j.failed = nil
	j.evaluator.EvaluatePod(
		api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, minor)}, metadata, spec)
	return strings.Join(j.failed, ",")
}

func writeVerdicts(in io.Reader, out *bufio.Writer) error {
	j, err := newJudge()
	if err != nil {
		return err
	}
	lines := bufio.NewScanner(in)
	lines.Buffer(nil, longestLine)
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	for lines.Scan() {
		if err := encoder.Encode(j.judge(lines.Bytes())); err != nil {
			return err
		}
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return lines.Err()
}
