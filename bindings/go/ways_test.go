// SPDX-License-Identifier: Apache-2.0

package manifest

import "context"

// waysIn are the calls that need no object.
func waysIn() []func() error {
	ctx := context.Background()
	return []func() error{
		func() error { _, err := Parse(nil, nil); return err },
		func() error { _, _, err := ValidateText(nil, nil, nil); return err },
		func() error { _, err := SetText(nil, nil, "", ""); return err },
		func() error { _, err := NewBuilder(nil); return err },
		func() error { _, err := GenerateKey(); return err },
		func() error { _, err := ParseKey(nil); return err },
		func() error { _, err := LoadKey(""); return err },
		func() error { _, err := NewPublicKey(nil); return err },
		func() error { _, err := AddSignatures(nil, nil, nil); return err },
		func() error { _, err := Verify(nil, nil, nil); return err },
		func() error { _, err := VerifyAny(nil, nil, nil); return err },
		func() error { _, err := ParseRules(nil, nil); return err },
		func() error { _, _, err := HashFile(ctx, "", nil); return err },
		func() error { _, err := ReadTree(ctx, "", nil); return err },
		func() error { _, err := ParseLockfile(nil, nil); return err },
		func() error { _, err := ParseOverrides(nil, nil, OriginStage, "x"); return err },
		func() error { _, err := NewOverrides(nil, OriginStage, "x"); return err },
		func() error { _, err := ParseParityPolicy(nil, nil); return err },
		func() error { _, err := ParseConfiguration(nil, nil); return err },
		func() error { _, err := CompileExpression("1", nil, TypeAny); return err },
	}
}
