import { describe, expect, it } from "vitest";
import { chooseInRegions } from "../../../src/core/mapping/regional-choice.ts";
import { fakeMappingStore } from "../../support/fakes/mapping-store.ts";
import { fakeTags, notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const uuid = (n: number) => `${n}0000000-0000-4000-8000-000000000000`;
const arn = (region: string, n: number) => `arn:aws:lambda:${region}:123456789012:event-source-mapping:${uuid(n)}`;
const orders = sampleMapping({ UUID: uuid(1), name: "orders" });
const emails = sampleMapping({ UUID: uuid(2), name: "emails", EventSourceMappingArn: arn("eu-west-1", 2) });
const away = sampleMapping({ UUID: uuid(3), name: "orders", EventSourceMappingArn: arn("eu-west-1", 3) });
const regions = () => [
  { mappings: fakeMappingStore([orders]), tags: fakeTags({ [orders.EventSourceMappingArn ?? ""]: { team: "core" } }) },
  { mappings: fakeMappingStore([emails, away]), tags: fakeTags() },
];
const names = async (...choice: Parameters<typeof chooseInRegions>) =>
  (await chooseInRegions(...choice)).map(({ chosen }) => chosen.map(({ mapping }) => mapping.UUID));

describe("chooseInRegions", () => {
  it("takes all of each Region, with the siblings that they have there", async () => {
    const chosen = await chooseInRegions(regions(), {}, "mskctl lag");
    expect(chosen.map(({ siblings }) => siblings)).toEqual([[orders], [emails, away]]);
    expect(chosen.map((region) => region.chosen.map(({ name }) => name))).toEqual([["orders"], ["emails", "orders"]]);
  });

  it("takes a name that one Region has, and every hit of it", async () => {
    expect(await names(regions(), { names: ["emails"] }, "mskctl lag")).toEqual([[], [uuid(2)]]);
    expect(await names(regions(), { names: ["orders"] }, "mskctl lag")).toEqual([[uuid(1)], [uuid(3)]]);
    expect(await names(regions(), { tags: new Map([["team", "core"]]) }, "mskctl lag")).toEqual([[uuid(1)], []]);
  });

  it("refuses a name that none has, with candidates of all", async () => {
    await expect(chooseInRegions(regions(), { names: ["email"] }, "mskctl lag")).rejects.toMatchObject({
      code: "not-found",
      suggestions: ["mskctl lag emails", "mskctl list"],
    });
  });

  it("asks for a single UUID by itself where there is one Region", async () => {
    const [first] = regions();
    if (first === undefined) throw new Error("there are two");
    first.mappings.failNext("list", notPermitted("lambda:ListEventSourceMappings"));
    expect(await names([first], { names: [uuid(1)] }, "mskctl lag")).toEqual([[uuid(1)]]);
  });
});
