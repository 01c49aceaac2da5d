// What makes secrets of what is rendered, without a cluster: the injector's own admission handler, the Vault Secrets
// Operator's own templates, and templates in the manner of the External Secrets Operator.
//
// Each reads JSON from its standard input: `inject` a pod, the others {"template": …, "data": {…}}.
package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"text/template"

	"github.com/Masterminds/sprig/v3"
	jsonpatch "github.com/evanphx/json-patch"
	"github.com/hashicorp/go-hclog"
	injector "github.com/hashicorp/vault-k8s/agent-inject"
	operator "github.com/hashicorp/vault-secrets-operator/template"
	admission "k8s.io/api/admission/v1"
	"k8s.io/apimachinery/pkg/runtime"
)

type rendering struct {
	Template string            `json:"template"`
	Data     map[string]string `json:"data"`
}

func main() {
	commands := map[string]func() ([]byte, error){"inject": inject, "operator": byOperator, "external": byExternal}
	output, err := commands[os.Args[1]]()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout.Write(output)
}

// inject answers with the pod as the injector leaves it, with the defaults of its Helm chart.
func inject() ([]byte, error) {
	var pod json.RawMessage
	if err := json.NewDecoder(os.Stdin).Decode(&pod); err != nil {
		return nil, err
	}
	handler := injector.Handler{
		Log:                hclog.NewNullLogger(),
		ImageVault:         "hashicorp/vault:1.18.5",
		VaultAddress:       "https://vault.vault.svc:8200",
		VaultAuthType:      "kubernetes",
		VaultAuthPath:      "auth/kubernetes",
		UserID:             "100",
		GroupID:            "1000",
		SetSecurityContext: true,
		DefaultTemplate:    "map",
		ResourceRequestCPU: "250m",
		ResourceRequestMem: "64Mi",
		ResourceLimitCPU:   "500m",
		ResourceLimitMem:   "128Mi",
		ExitOnRetryFailure: true,
	}
	answer := handler.Mutate(&admission.AdmissionRequest{Namespace: "kgc", Object: runtime.RawExtension{Raw: pod}})
	if !answer.Resp.Allowed {
		return nil, fmt.Errorf("refused: %s", answer.Resp.Result.Message)
	}
	if answer.Resp.Patch == nil {
		return pod, nil
	}
	patch, err := jsonpatch.DecodePatch(answer.Resp.Patch)
	if err != nil {
		return nil, err
	}
	return patch.Apply(pod)
}

func byOperator() ([]byte, error) {
	wanted, err := read()
	if err != nil {
		return nil, err
	}
	secrets := map[string]any{}
	for key, value := range wanted.Data {
		secrets[key] = value
	}
	engine := operator.NewSecretTemplate("")
	if err := engine.Parse("file", wanted.Template); err != nil {
		return nil, err
	}
	return engine.ExecuteTemplate("file", map[string]any{"Secrets": secrets})
}

func byExternal() ([]byte, error) {
	wanted, err := read()
	if err != nil {
		return nil, err
	}
	engine, err := template.New("file").Option("missingkey=error").Funcs(sprig.TxtFuncMap()).Parse(wanted.Template)
	if err != nil {
		return nil, err
	}
	var output bytes.Buffer
	err = engine.Execute(&output, wanted.Data)
	return output.Bytes(), err
}

func read() (rendering, error) {
	var wanted rendering
	return wanted, json.NewDecoder(os.Stdin).Decode(&wanted)
}
