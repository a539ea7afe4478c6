import nock from "nock";
import { expect, it } from "vitest";
import { taggedMappings } from "../../../src/platform/aws/tagged-mappings.ts";
import { errorOf, exactly, mockedAws, taggingUrl, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const target = { reqheaders: { "x-amz-target": "ResourceGroupsTaggingAPI_20170126.GetResources" } };
const wanted = {
  ResourceTypeFilters: ["lambda:event-source-mapping"],
  TagFilters: [{ Key: "team", Values: ["shop"] }, { Key: "stage" }],
  ResourcesPerPage: 100,
};
const tags = new Map([
  ["team", "shop"],
  ["stage", undefined],
]);

it("asks for event source mappings alone, page by page, and gives their ARNs", async () => {
  nock(taggingUrl, target)
    .post("/", exactly(wanted))
    .reply(200, { ResourceTagMappingList: [{ ResourceARN: "arn:1", Tags: [] }, {}], PaginationToken: "p2" });
  nock(taggingUrl, target)
    .post("/", exactly({ ...wanted, PaginationToken: "p2" }))
    .reply(200, { ResourceTagMappingList: [{ ResourceARN: "arn:2" }], PaginationToken: "" });
  expect(await taggedMappings(mockedAws()).mappingsTagged(tags)).toEqual(new Set(["arn:1", "arn:2"]));
});

it("gives none when none carries the tags", async () => {
  nock(taggingUrl).post("/").reply(200, {});
  expect(await taggedMappings(mockedAws()).mappingsTagged(tags)).toEqual(new Set());
});

it("names the action of a denial", async () => {
  nock(taggingUrl).post("/").reply(400, { __type: "AccessDeniedException", Message: "no" });
  expect(await errorOf(taggedMappings(mockedAws()).mappingsTagged(tags))).toMatchObject({
    code: "not-permitted",
    details: { action: "tag:GetResources" },
  });
});
