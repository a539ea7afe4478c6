import nock from "nock";
import { describe, expect, it } from "vitest";
import { objectPages } from "../../../src/platform/aws/s3-listing.ts";
import { errorOf, mockedAws, pagesOf, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const listing = { Bucket: "failed", Prefix: "aws/" };
const xml = { "content-type": "application/xml" };

function asked(query: Readonly<Record<string, string>> = {}, headers: Readonly<Record<string, string>> = {}) {
  return nock("https://s3.eu-central-1.amazonaws.com", { reqheaders: headers })
    .get("/failed/")
    .query({ "list-type": "2", "encoding-type": "url", prefix: "aws/", ...query });
}
const page = (keys: readonly string[], more = "<IsTruncated>false</IsTruncated>", encoding = "<EncodingType>url</EncodingType>") =>
  `<ListBucketResult>${encoding}${more}${keys.map((key) => `<Contents><Key>${key}</Key></Contents>`).join("")}</ListBucketResult>`;
const followedBy = (token: string) => `<IsTruncated>true</IsTruncated><NextContinuationToken>${token}</NextContinuationToken>`;
const keysOf = async (pages: ReturnType<typeof objectPages>) => (await pagesOf(pages)).map((objects) => objects.map(({ Key }) => Key));

describe("pages of a listing", () => {
  it("are asked for with all that the listing says", async () => {
    asked({ delimiter: "/" }, { "x-amz-expected-bucket-owner": "123456789012" }).reply(200, page(["aws/a"]), xml);
    expect(await keysOf(objectPages(mockedAws().s3, { ...listing, Delimiter: "/", ExpectedBucketOwner: "123456789012" }))).toEqual([
      ["aws/a"],
    ]);
  });

  it("are asked for when they are wanted, and no sooner", async () => {
    asked().reply(200, page(["aws/a"], followedBy("2")), xml);
    const second = asked({ "continuation-token": "2" }).reply(200, page(["aws/b"]), xml);
    const pages = objectPages(mockedAws().s3, listing)[Symbol.asyncIterator]();
    await pages.next();
    expect(second.isDone()).toBe(false);
    expect((await pages.next()).value).toMatchObject([{ Key: "aws/b" }]);
    expect(await pages.next()).toEqual({ done: true, value: undefined });
  });

  it("have keys as they stand where the answer is not encoded", async () => {
    asked().reply(200, page(["aws/50%25+1"], undefined, ""), xml);
    expect(await keysOf(objectPages(mockedAws().s3, listing))).toEqual([["aws/50%25+1"]]);
  });

  it("tell what is known of an object", async () => {
    const object =
      "<Contents><Key>aws/a</Key><LastModified>2026-11-23T11:00:00.000Z</LastModified><ETag>&quot;e&quot;</ETag><Size>7</Size><StorageClass>GLACIER</StorageClass></Contents>";
    asked().reply(200, `<ListBucketResult><IsTruncated>false</IsTruncated>${object}</ListBucketResult>`, xml);
    expect(await pagesOf(objectPages(mockedAws().s3, listing))).toEqual([
      [{ Key: "aws/a", LastModified: new Date("2026-11-23T11:00:00Z"), ETag: '"e"', Size: 7, StorageClass: "GLACIER" }],
    ]);
  });

  it("are asked for again when S3 asks for less, which whoever lists is told", async () => {
    asked().reply(503, "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>", xml);
    asked().reply(200, page(["aws/a"]), xml);
    let throttled = 0;
    const pages = objectPages(mockedAws().s3, listing, () => {
      throttled += 1;
    });
    expect(await keysOf(pages)).toEqual([["aws/a"]]);
    expect(throttled).toBe(1);
  });

  it("end with what S3 has not, by the bucket's name", async () => {
    asked().reply(404, "<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message></Error>", xml);
    const error = await errorOf(pagesOf(objectPages(mockedAws().s3, listing)));
    expect(error).toMatchObject({ code: "not-found" });
    expect(error.message).toContain("bucket failed");
  });
});
