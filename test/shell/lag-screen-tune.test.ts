import { describe, expect, it } from "vitest";
import type { MappingDocument } from "../../src/core/mapping/model.ts";
import { hoursPerMonth, listPrices } from "../../src/core/prices.ts";
import type { SearchInput } from "../../src/core/tuning/search.ts";
import type { TuningTools } from "../../src/core/tuning/tune-report.ts";
import { type ScreenTuning, screenTuning } from "../../src/shell/lag-screen-tune.ts";
import { fakeCloudwatch } from "../support/fakes/cloudwatch.ts";
import { notPermitted } from "../support/fakes/surroundings.ts";
import { sampleMapping } from "../support/mappings.ts";
import { uuidOf } from "../support/sample-reports.ts";
import { changeReport, recommendation } from "../support/tuning/reports.ts";
import { writeServices } from "../support/write-services.ts";
import { plainLook } from "./render/look.ts";

const uuid = uuidOf("orders");
const minuteMs = 60_000;
const days = 14;
const here = (command: string) => `${command} --region eu-central-1`;

/** The mapping `orders`, which has worked for fourteen days unless it has not. */
function account({ works = true, ...changes }: Partial<MappingDocument> & { readonly works?: boolean } = {}) {
  const listed = sampleMapping({
    name: "orders",
    UUID: uuid,
    LastModified: "2026-10-01T00:00:00Z",
    MetricsConfig: { Metrics: ["EventCount", "KafkaMetrics"] },
    ...changes,
  });
  const { MaximumBatchingWindowInSeconds: _, ...mapping } = listed;
  const fakes = writeServices([mapping]);
  const cloudwatch = fakeCloudwatch(fakes.clock);
  if (works) {
    const nowMs = fakes.clock.now();
    const minutes = Array.from({ length: days * 1_440 }, (_, minute) => nowMs - (minute + 1) * minuteMs);
    const put = (metric: string, dimensions: Record<string, string>, value: (minute: number) => number) =>
      cloudwatch.put("AWS/Lambda", metric, dimensions, ...minutes.map((atMs) => ({ atMs, value: value(atMs / minuteMs) })));
    const invocations = (minute: number) => 10 + (minute % 20);
    const ofMapping = { EventSourceMappingUUID: uuid };
    for (const metric of ["PolledEventCount", "CommittedEventCount", "InvokedEventCount"]) put(metric, ofMapping, () => 600);
    put("SumOffsetLag", ofMapping, () => 0);
    put("Invocations", { FunctionName: "orders" }, invocations);
    put("Duration", { FunctionName: "orders" }, (minute) => 40 + (0.8 * 600) / invocations(minute));
  }
  return { ...fakes, cloudwatch, services: { ...fakes.services, metrics: cloudwatch, catalogue: cloudwatch } };
}

/** Finds what the worked example finds, and keeps what it was asked. */
function fakeTools(searched: SearchInput[]): TuningTools {
  return {
    search(input) {
      searched.push(input);
      const { result } = changeReport();
      if (result === undefined) throw new Error("the report has a result");
      return { ...result, verdict: "change" };
    },
    reasons: () => [],
    confidence: () => ({ grade: "A", reasons: [] }),
    recommend: () => recommendation(),
    predict: () => {
      throw new Error("nobody asks what if");
    },
  };
}

function asked({ services }: Pick<ReturnType<typeof account>, "services">, fields: Partial<ScreenTuning> = {}) {
  const searched: SearchInput[] = [];
  const around = { name: "orders", signal: new AbortController().signal, onSearch: async () => {}, here, ...fields };
  return { searched, answer: screenTuning(services, uuid, around, fakeTools(searched)) };
}

describe("tune on the watch screen", () => {
  it("is the verb's page, with what to type next", async () => {
    const { lines, command } = await asked(account()).answer;
    const page = lines(plainLook(80));
    expect(page[0]).toBe("orders ← orders (6 partitions)");
    expect(page[1]).toBe("◆ change · saves $75–$84 a month");
    expect(page.at(-1)).toBe(command);
    expect(command).toBe("mskctl update orders --batch-size 500 --batching-window 2s --region eu-central-1");
  });

  it("decides as the verb does without a flag, from fourteen days", async () => {
    const fakes = account();
    const { searched, answer } = asked(fakes);
    await answer;
    expect(searched).toMatchObject([{ prices: listPrices, hoursPerMonth, seed: 1, asked: { ageP99Ms: undefined, budget: undefined } }]);
    expect(Math.min(...fakes.cloudwatch.reads.map(({ fromMs }) => fromMs))).toBe(
      Math.floor(fakes.clock.now() / minuteMs - days * 1_440) * minuteMs,
    );
  });

  it("is drawn once for a terminal, and anew for another one", async () => {
    const { lines } = await asked(account()).answer;
    const look = plainLook(80);
    expect(lines({ ...look })).toBe(lines(look));
    expect(
      Math.max(
        ...lines(plainLook(40))
          .slice(0, -1)
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(40);
  });

  it("looks at the mapping as it is now, whatever it was when it was listed", async () => {
    const fakes = account();
    const now = fakes.mappings.mappings.get(uuid);
    if (now === undefined) throw new Error("orders is there");
    fakes.mappings.mappings.set(uuid, { ...now, BatchSize: 250 });
    const { searched, answer } = asked(fakes);
    await answer;
    expect(searched).toMatchObject([{ settings: { batchSize: 250 } }]);
  });

  it("sends to the snippet where something deploys the mapping", async () => {
    const fakes = account();
    const tags = new Map([["ManagedBy", "terraform"]]);
    fakes.mappings.tagsByArn.set(fakes.mappings.mappings.get(uuid)?.EventSourceMappingArn ?? "", tags);
    const { lines, command } = await asked(fakes).answer;
    expect(command).toBe("mskctl tune orders --emit terraform --region eu-central-1");
    expect(lines(plainLook(80)).join("\n")).toContain('resource "aws_lambda_event_source_mapping"');
  });

  it("searches once everything is read and that is on the screen, and not at all once it was left", async () => {
    const fakes = account();
    const controller = new AbortController();
    const reads: number[] = [];
    const onSearch = async () => {
      reads.push(fakes.cloudwatch.reads.length);
      controller.abort(new Error("left"));
    };
    const { searched, answer } = asked(fakes, { signal: controller.signal, onSearch });
    await expect(answer).rejects.toThrow("left");
    expect(reads).toEqual([fakes.cloudwatch.reads.length]);
    expect(searched).toEqual([]);
  });

  it("of missing data says which, and how to turn it on", async () => {
    const { lines, command } = await asked(account({ works: false, MetricsConfig: {} })).answer;
    expect(lines(plainLook(80))[1]).toMatch(/^… no data/);
    expect(command).toMatch(/^mskctl update orders --metrics \S+ --region eu-central-1$/);
    expect(lines(plainLook(80)).at(-1)).toBe(command);
  });

  it("says what is not permitted", async () => {
    const fakes = account();
    fakes.cloudwatch.fail = { read: notPermitted("cloudwatch:GetMetricData") };
    await expect(asked(fakes).answer).rejects.toMatchObject({
      code: "not-permitted",
      message: "not permitted: cloudwatch:GetMetricData",
    });
  });

  it("says in a command to paste what to do where the mapping is none of Kafka any more", async () => {
    const fakes = account();
    fakes.mappings.mappings.set(uuid, { UUID: uuid, EventSourceArn: "arn:aws:sqs:eu-central-1:123456789012:orders" });
    await expect(asked(fakes).answer).rejects.toMatchObject({ code: "not-found", suggestions: ["mskctl list --region eu-central-1"] });
  });
});
