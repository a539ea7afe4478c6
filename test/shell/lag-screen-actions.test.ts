import { describe, expect, it } from "vitest";
import type { LagReport } from "../../src/core/lag/report.ts";
import { lagActions } from "../../src/shell/lag-screen-actions.ts";
import { sampleMapping } from "../support/mappings.ts";
import { sampleReport } from "../support/sample-reports.ts";
import { writeServices } from "../support/write-services.ts";
import { plainLook } from "./render/look.ts";

const orders = sampleReport("orders");
const { mapping } = orders;
const ofOrders = mapping.UUID;

/** An account with `orders` as the screen has listed it. */
function account() {
  const fakes = writeServices([mapping]);
  const asked: (string | undefined)[] = [];
  const signals: AbortSignal[] = [];
  const actions = lagActions({
    services: ({ UUID, EventSourceMappingArn: arn }) => {
      asked.push(arn?.split(":")[3] ?? UUID);
      return fakes.services;
    },
    servicesUntil: (signal) => {
      signals.push(signal);
      return fakes.services;
    },
    here: (command, { EventSourceMappingArn: arn }) => `${command} --region ${arn?.split(":")[3]}`,
    document: (reports) => ({ names: reports.map(({ name }) => name), offset: 9_007_199_254_740_993n }),
    look: plainLook(80),
  });
  return { ...fakes, actions, asked, signals };
}

describe("a plan", () => {
  it("is the verb's, of the mapping as it is now, and writes nothing", async () => {
    const { actions, mappings, asked } = account();
    const lines = (await actions.plan("pause", orders)).join("\n");
    expect(lines).toContain("Pause orders in eu-central-1 (123456789012)");
    expect(lines).toMatch(/Enabled\s+true\s+→\s+false/);
    expect(lines).toContain("offsets.retention.minutes");
    expect(mappings.calls.map(({ method }) => method)).toEqual(["get"]);
    expect(asked).toEqual(["eu-central-1"]);
  });

  it("of resuming warns of no retention", async () => {
    const lines = (await account().actions.plan("resume", orders)).join("\n");
    expect(lines).toMatch(/Enabled\s+false\s+→\s+true/);
    expect(lines).not.toContain("retention");
  });

  it("is not made of a mapping that was deleted", async () => {
    const { actions, mappings } = account();
    mappings.mappings.delete(ofOrders);
    await expect(actions.plan("pause", orders)).rejects.toMatchObject({ code: "not-found" });
  });
});

describe("agreeing to a plan", () => {
  it("pauses the mapping, and tells how it ended", async () => {
    const { actions, mappings } = account();
    await actions.plan("pause", orders);
    expect(await actions.apply("pause", orders)).toContain("orders");
    expect(mappings.mappings.get(ofOrders)?.State).toBe("Disabled");
    expect(mappings.calls).toContainEqual({ method: "update", uuid: ofOrders, settings: { Enabled: false } });
  });

  it("is refused once somebody else has changed the mapping", async () => {
    const { actions, mappings } = account();
    await actions.plan("pause", orders);
    mappings.mappings.set(ofOrders, sampleMapping({ ...mapping, BatchSize: 7, LastModified: "2026-11-23T12:05:00.000Z" }));
    await expect(actions.apply("pause", orders)).rejects.toMatchObject({ code: "stale-plan" });
    expect(mappings.calls.map(({ method }) => method)).not.toContain("update");
  });

  it("acts on what the plan showed, though the listing before it was older", async () => {
    const { actions, mappings } = account();
    mappings.mappings.set(ofOrders, sampleMapping({ ...mapping, BatchSize: 7, LastModified: "2026-11-23T12:05:00.000Z" }));
    await actions.plan("pause", orders);
    await actions.apply("pause", orders);
    expect(mappings.mappings.get(ofOrders)).toMatchObject({ State: "Disabled", BatchSize: 7 });
  });

  it("cannot come before a plan, nor twice after one", async () => {
    const { actions, mappings } = account();
    await expect(actions.apply("pause", orders)).rejects.toThrow("nobody has seen a plan");
    await actions.plan("pause", orders);
    await actions.apply("pause", orders);
    await expect(actions.apply("pause", orders)).rejects.toThrow("nobody has seen a plan");
    expect(mappings.calls.filter(({ method }) => method === "update")).toHaveLength(1);
  });
});

describe("a dry run of a redrive", () => {
  it("is made by services that it alone breaks off, and says what to type in the mapping's own Region", async () => {
    const { actions, signals, asked } = account();
    const { signal } = new AbortController();
    const dryRun = actions.dryRun(orders, { signal, onDocuments: () => undefined });
    await expect(dryRun).rejects.toMatchObject({
      message: expect.stringContaining("orders has no on-failure destination"),
      suggestions: [
        "mskctl update orders --on-failure ARN --region eu-central-1",
        "mskctl redrive s3://BUCKET/PREFIX --mapping orders --region eu-central-1",
      ],
    });
    expect([signals, asked]).toEqual([[signal], []]);
  });
});

describe("what tune says", () => {
  it("is read by services that it alone breaks off, and says what to type in the mapping's own Region", async () => {
    const { actions, signals, asked, mappings } = account();
    mappings.mappings.set(ofOrders, { UUID: ofOrders, EventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:orders" });
    const { signal } = new AbortController();
    const tuning = actions.tuning(orders, { signal, onSearch: async () => {} });
    await expect(tuning).rejects.toMatchObject({ code: "not-found", suggestions: ["mskctl list --region eu-central-1"] });
    expect([signals, asked]).toEqual([[signal], []]);
  });
});

describe("what is copied and written", () => {
  it("is a command for the mapping's own Region, its name quoted where a shell would take it apart", () => {
    const { actions } = account();
    const named = (name: string): LagReport => ({ ...orders, name });
    expect(actions.command("lag", orders)).toBe("mskctl lag orders --region eu-central-1");
    expect(actions.command("pause", named("orders; rm -rf ~"))).toBe("mskctl pause 'orders; rm -rf ~' --region eu-central-1");
  });

  it("is the verb's document, in a file of its own for each moment", async () => {
    const { actions, files, clock } = account();
    const path = await actions.export([orders, sampleReport("payments")]);
    expect(path).toBe(`mskctl-lag-${new Date(clock.now()).toISOString().replaceAll(/[:.]/g, "-")}.json`);
    expect(JSON.parse(files.texts.get(path) ?? "")).toEqual({ names: ["orders", "payments"], offset: "9007199254740993" });
  });
});
