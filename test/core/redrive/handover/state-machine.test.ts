import { readFileSync } from "node:fs";
import validate from "asl-validator";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stateMachine } from "../../../../src/core/redrive/handover/state-machine.ts";
import { faultsOf } from "../../../support/states/assert-machine.ts";
import { anyPlan, orderedPlan, sampleHandover, samplePlan } from "../../../support/states/export-plans.ts";

// biome-ignore lint/suspicious/noExplicitAny: machines are broken on purpose below, wherever it hurts.
type Loose = any;

const golden = (name: string) => JSON.parse(readFileSync(new URL(`golden/${name}.asl.json`, import.meta.url), "utf8")) as unknown;
const broken = (plan: object, how: (machine: Loose) => void) => {
  const machine = structuredClone(plan) as Loose;
  how(machine);
  return machine as object;
};

describe("stateMachine", () => {
  it("lists a prefix in batches, as reviewed", () => expect(stateMachine(samplePlan())).toEqual(golden("unordered")));

  it("gives each lane of the manifest to one child, as reviewed", () => expect(stateMachine(orderedPlan())).toEqual(golden("ordered")));

  it("is sound, whatever is planned", () =>
    fc.assert(
      fc.property(anyPlan, (plan) => {
        expect(faultsOf(stateMachine(plan))).toEqual([]);
      }),
    ));

  it("is valid, whatever is planned", () =>
    fc.assert(
      fc.property(anyPlan, (plan) => {
        const verdict = validate(stateMachine(plan));
        expect(verdict.isValid ? "" : verdict.errorsText("\n")).toBe("");
      }),
      // The validator compiles its schemas anew for each.
      { numRuns: 15 },
    ));

  it("lists a whole bucket without a prefix, in the Region's own partition", () => {
    const handover = sampleHandover({ place: { region: "cn-north-1", accountId: "123456789012" } });
    const text = JSON.stringify(stateMachine(samplePlan({ handover, source: { kind: "s3", bucket: "b", prefix: "" } })));
    expect(text).toContain('"Resource":"arn:aws-cn:states:::s3:listObjectsV2","Parameters":{"Bucket":"b"}');
    expect(text).not.toContain("arn:aws:");
  });
});

describe("faultsOf finds what the validator is blind for", () => {
  const map = (machine: Loose) => machine.States.Redrive;
  const worker = (machine: Loose) => map(machine).ItemProcessor.States;

  it.each<[fault: string, how: (machine: Loose) => void]>([
    [
      "no resource that a redrive uses",
      (machine) => {
        map(machine).ItemReader.Resource = "arn:aws:states:::s3:listObjectsV9";
      },
    ],
    [
      "MaxConcurrency is 99999",
      (machine) => {
        map(machine).MaxConcurrency = 99_999;
      },
    ],
    [
      "MaxConcurrency is 0",
      (machine) => {
        map(machine).MaxConcurrency = 0;
      },
    ],
    [
      "MaxConcurrency is undefined",
      (machine) => {
        delete map(machine).MaxConcurrency;
      },
    ],
    [
      "no ResultWriter",
      (machine) => {
        delete map(machine).ResultWriter;
      },
    ],
    [
      "no ItemReader",
      (machine) => {
        delete map(machine).ItemReader;
      },
    ],
    [
      "ToleratedFailurePercentage is undefined",
      (machine) => {
        delete map(machine).ToleratedFailurePercentage;
      },
    ],
    [
      "MaxInputBytesPerBatch is 262144",
      (machine) => {
        map(machine).ItemBatcher.MaxInputBytesPerBatch = 262_144;
      },
    ],
    [
      "MaxItemsPerBatch is 0",
      (machine) => {
        map(machine).ItemBatcher.MaxItemsPerBatch = 0;
      },
    ],
    [
      "children are not STANDARD",
      (machine) => {
        map(machine).ItemProcessor.ProcessorConfig.ExecutionType = "EXPRESS";
      },
    ],
    [
      "nothing leads to Pause",
      (machine) => {
        worker(machine).Decide.Choices.pop();
      },
    ],
    [
      "reads $.turn.isdone",
      (machine) => {
        worker(machine).Decide.Choices[0].Variable = "$.turn.isdone";
      },
    ],
    [
      "Pause reads $.turn.seconds",
      (machine) => {
        worker(machine).Pause.SecondsPath = "$.turn.seconds";
      },
    ],
    [
      "reads $.turn",
      (machine) => {
        worker(machine).Work.ResultPath = "$.answer";
      },
    ],
  ])("%s", (fault, how) => {
    const machine = broken(stateMachine(samplePlan()), how);
    expect(faultsOf(machine).join("\n")).toContain(fault);
  });

  it("a loop without a way out", () => {
    const machine = broken(stateMachine(samplePlan()), (each) => {
      worker(each).Decide.Choices.shift();
    });
    expect(faultsOf(machine)).toEqual(expect.arrayContaining(["nothing leads to Done", "Work never ends"]));
  });
});
