import nock from "nock";
import { expect, it } from "vitest";
import { listedObjects } from "../../../src/platform/aws/object-listing.ts";
import { mockedAws, pagesOf, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const listed = (prefix: string) => pagesOf(listedObjects(mockedAws(), { bucket: "failed", prefix }));
const object = (key: string, size = 9, modified = "2026-11-23T11:00:00.000Z") =>
  `<Contents><Key>${key}</Key><LastModified>${modified}</LastModified><ETag>&quot;e-${size}&quot;</ETag><Size>${size}</Size><StorageClass>STANDARD</StorageClass></Contents>`;

/** Every other request fails: nothing of an object may be read. */
function lists(query: Readonly<Record<string, string>>, contents: string, next?: string) {
  const more = next === undefined ? "" : `<NextContinuationToken>${next}</NextContinuationToken>`;
  nock("https://s3.eu-central-1.amazonaws.com")
    .get("/failed/")
    .query({ "list-type": "2", "encoding-type": "url", ...query })
    .reply(
      200,
      `<ListBucketResult><EncodingType>url</EncodingType><IsTruncated>${next !== undefined}</IsTruncated>${more}${contents}</ListBucketResult>`,
      { "content-type": "application/xml" },
    );
}

it("objects are listed page by page, with what a Map is given of each", async () => {
  lists({ prefix: "aws/lambda/" }, object("aws/lambda/a", 1, "2026-11-23T11:00:00.999Z"), "opaque+token=");
  lists({ prefix: "aws/lambda/", "continuation-token": "opaque+token=" }, object("aws/lambda/b", 2));
  const LastModified = Date.parse("2026-11-23T11:00:00Z") / 1_000;
  expect(await listed("aws/lambda/")).toEqual([
    [{ Key: "aws/lambda/a", Etag: '"e-1"', Size: 1, LastModified }],
    [{ Key: "aws/lambda/b", Etag: '"e-2"', Size: 2, LastModified }],
  ]);
});

it("keys are as they were put, whatever is in them", async () => {
  lists(
    { prefix: "" },
    ["a+b", "a%2Bb", "50%25", "%C3%BCber/%F0%9F%92%A9", "line%0Abreak", "%3CKey%3E%26amp%3B"].map((key) => object(key)).join(""),
  );
  const keys = (await listed("")).flat().map(({ Key }) => Key);
  expect(keys).toEqual(["a b", "a+b", "50%", "über/💩", "line\nbreak", "<Key>&amp;"]);
});

it("leases and markers of folders are left out, and what looks like one is not", async () => {
  const contents = [
    object("a/", 0),
    object("a/b"),
    object("full/", 1),
    object("empty", 0),
    object("mskctl-lease/orders.json"),
    object("x/mskctl-lease/orders.json"),
  ];
  lists({ prefix: "" }, contents.join(""));
  const keys = (await listed("")).flat().map(({ Key }) => Key);
  expect(keys).toEqual(["a/b", "full/", "empty", "x/mskctl-lease/orders.json"]);
});

it("a page without documents is no end", async () => {
  lists({ prefix: "" }, object("a/", 0), "2");
  lists({ prefix: "", "continuation-token": "2" }, object("b"));
  expect((await listed("")).map((page) => page.length)).toEqual([0, 1]);
});

it("nothing there is a page of nothing", async () => {
  lists({ prefix: "none/" }, "");
  expect(await listed("none/")).toEqual([[]]);
});
