// Says which traffic a set of NetworkPolicies allows, by the evaluator of cyclonus.
// Reads cases from standard input, as JSON; writes an answer for each traffic of each case.
package main

import (
	"encoding/json"
	"log"
	"os"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

type peer struct {
	IP              string            `json:"ip"`
	Namespace       string            `json:"namespace"`
	NamespaceLabels map[string]string `json:"namespaceLabels"`
	Labels          map[string]string `json:"labels"`
}

type traffic struct {
	Source      peer   `json:"source"`
	Destination peer   `json:"destination"`
	Port        int    `json:"port"`
	Name        string `json:"name"`
	Protocol    string `json:"protocol"`
}

type testCase struct {
	Policies []*networking.NetworkPolicy `json:"policies"`
	Traffic  []traffic                   `json:"traffic"`
}

func (p peer) known() *matcher.TrafficPeer {
	known := &matcher.TrafficPeer{IP: p.IP}
	if p.Namespace != "" {
		known.Internal = &matcher.InternalPeer{PodLabels: p.Labels, NamespaceLabels: p.NamespaceLabels, Namespace: p.Namespace}
	}
	return known
}

func main() {
	var cases []testCase
	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
		log.Fatal(err)
	}
	answers := make([][]bool, len(cases))
	for number, each := range cases {
		policies := matcher.BuildNetworkPolicies(false, each.Policies)
		for _, one := range each.Traffic {
			answers[number] = append(answers[number], policies.IsTrafficAllowed(&matcher.Traffic{
				Source:           one.Source.known(),
				Destination:      one.Destination.known(),
				ResolvedPort:     one.Port,
				ResolvedPortName: one.Name,
				Protocol:         core.Protocol(one.Protocol),
			}).IsAllowed())
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(answers); err != nil {
		log.Fatal(err)
	}
}
