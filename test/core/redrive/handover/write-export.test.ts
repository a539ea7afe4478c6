import { describe, expect, it } from "vitest";
import { readOffsets } from "../../../../src/core/redrive/handover/ledger.ts";
import { machinePolicy, workerPolicy } from "../../../../src/core/redrive/handover/roles.ts";
import { samTemplate } from "../../../../src/core/redrive/handover/sam-template.ts";
import { stateMachine } from "../../../../src/core/redrive/handover/state-machine.ts";
import { writeExport } from "../../../../src/core/redrive/handover/write-export.ts";
import { samplePlan } from "../../../support/states/export-plans.ts";

async function written(plan = samplePlan()) {
  const files = new Map<string, string>();
  const folder = {
    write: async (name: string, content: string) => void files.set(name, content),
    copy: async (name: string, from: string) => void files.set(name, `copy of ${from}`),
  };
  await writeExport(plan, folder, { workerFile: "/dist/index.mjs", costMarkdown: "# cost\n", commandsMarkdown: "# commands\n" });
  return files;
}

describe("writeExport", () => {
  it("writes all that is deployed, and what is read about it", async () => {
    const files = await written();
    expect([...files.keys()].sort()).toEqual([
      "COMMANDS.md",
      "cost.md",
      "policies/state-machine.json",
      "policies/worker.json",
      "statemachine.asl.json",
      "template.json",
      "upload/handover.json",
      "worker/handover.json",
      "worker/index.mjs",
    ]);
    expect(files.get("worker/index.mjs")).toBe("copy of /dist/index.mjs");
    expect(files.get("cost.md")).toBe("# cost\n");
    expect(files.get("COMMANDS.md")).toBe("# commands\n");
  });

  it("writes what the modules beside it decide, each to its file", async () => {
    const plan = samplePlan();
    const files = await written(plan);
    const parsed = (name: string) => JSON.parse(files.get(name) ?? "") as unknown;
    expect(parsed("statemachine.asl.json")).toEqual(stateMachine(plan));
    expect(parsed("template.json")).toEqual(samTemplate(plan));
    expect(parsed("policies/worker.json")).toEqual(workerPolicy(plan));
    expect(parsed("policies/state-machine.json")).toEqual(machinePolicy(plan));
  });

  it("gives the worker and the importer the same account of it", async () => {
    const plan = samplePlan();
    const files = await written(plan);
    expect(files.get("worker/handover.json")).toBe(files.get("upload/handover.json"));
    expect(readOffsets(files.get("worker/handover.json") ?? "")).toEqual(JSON.parse(JSON.stringify(plan.handover)));
  });
});
