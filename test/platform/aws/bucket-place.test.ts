import nock from "nock";
import { describe, expect, it } from "vitest";
import { requireBucketAt } from "../../../src/platform/aws/bucket-place.ts";
import { errorOf, mockedAws, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const place = { region: "eu-central-1", accountId: "123456789012" };

function answers(status: number, headers: Readonly<Record<string, string>> = {}) {
  return nock("https://s3.eu-central-1.amazonaws.com", { reqheaders: { "x-amz-expected-bucket-owner": "123456789012" } })
    .head("/failed/")
    .reply(status, "", headers);
}
const asked = () => requireBucketAt(mockedAws(), "failed", place);

describe("a bucket for Step Functions", () => {
  it("is taken in the Region and account that it has to be in", async () => {
    answers(200, { "x-amz-bucket-region": "eu-central-1" });
    await expect(asked()).resolves.toBeUndefined();
  });

  it("is taken from an S3 that names no Region", async () => {
    answers(200);
    await expect(asked()).resolves.toBeUndefined();
  });

  it.each([
    ["that answers all the same", 200],
    ["that redirects", 301],
    ["that may not be asked from here", 403],
  ])("of another Region, %s, is refused with both", async (_, status) => {
    answers(status, { "x-amz-bucket-region": "us-east-1" });
    const error = await errorOf(asked());
    expect(error).toMatchObject({ code: "refused", suggestions: ["add --region us-east-1"] });
    expect(error.message).toBe("bucket failed is in us-east-1, and Step Functions in eu-central-1 reads buckets of its own Region");
  });

  it("of another account is refused, and what else it may be is said", async () => {
    answers(403);
    const error = await errorOf(asked());
    expect(error.code).toBe("refused");
    expect(error.message).toContain("is not of account 123456789012, or s3:ListBucket on it is not permitted");
  });

  it("that is not there is not found", async () => {
    answers(404);
    expect(await errorOf(asked())).toMatchObject({ code: "not-found" });
  });
});
