import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import nock from "nock";
import { describe, expect, it, vi } from "vitest";
import { callerAccount } from "../../../src/platform/aws/caller-account.ts";
import { errorOf, mockedAws, stsUrl, useMockedAws } from "../../support/aws.ts";

useMockedAws();

const answer =
  '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::123456789012:user/eve</Arn><UserId>AIDA</UserId><Account>123456789012</Account></GetCallerIdentityResult><ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></GetCallerIdentityResponse>';
const denial =
  "<ErrorResponse><Error><Type>Sender</Type><Code>InvalidClientTokenId</Code><Message>The security token included in the request is invalid.</Message></Error><RequestId>r</RequestId></ErrorResponse>";

describe("the caller's account", () => {
  it("comes with the Region in force, and is asked for once", async () => {
    nock(stsUrl)
      .post("/", /Action=GetCallerIdentity/)
      .once()
      .reply(200, answer);
    const account = callerAccount(mockedAws());
    const expected = { accountId: "123456789012", region: "eu-central-1" };
    expect(await Promise.all([account.identity(), account.identity()])).toEqual([expected, expected]);
  });

  it("is asked for again after a failure", async () => {
    nock(stsUrl).post("/").reply(403, denial);
    nock(stsUrl).post("/").reply(200, answer);
    const account = callerAccount(mockedAws());
    expect(await errorOf(account.identity())).toMatchObject({ code: "credentials", details: { awsCode: "InvalidClientTokenId" } });
    expect(await account.identity()).toMatchObject({ accountId: "123456789012" });
  });
});

describe("the Region in force", () => {
  function profileFile(): string {
    const file = join(mkdtempSync(join(tmpdir(), "mskctl-")), "config");
    writeFileSync(file, "[profile prod]\nregion = us-west-2\n");
    return file;
  }

  it.each([
    ["the flag's before all", { region: "us-east-2" }, "eu-west-1", "us-east-2"],
    ["AWS_REGION's before the profile's", {}, "eu-west-1", "eu-west-1"],
    ["else the profile's", {}, undefined, "us-west-2"],
  ])("is %s", async (_, options, environment, expected) => {
    vi.stubEnv("AWS_REGION", environment);
    vi.stubEnv("AWS_CONFIG_FILE", profileFile());
    vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", keysOf("prod"));
    nock(`https://sts.${expected}.amazonaws.com`).post("/").reply(200, answer);
    expect(await callerAccount(mockedAws({ profile: "prod", ...options })).identity()).toEqual({
      accountId: "123456789012",
      region: expected,
    });
  });

  function keysOf(profile: string): string {
    const file = join(mkdtempSync(join(tmpdir(), "mskctl-")), "credentials");
    writeFileSync(file, `[${profile}]\naws_access_key_id = A\naws_secret_access_key = S\n`);
    return file;
  }
});
