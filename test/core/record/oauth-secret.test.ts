import { describe, expect, it } from "vitest";
import type { MskctlError } from "../../../src/core/errors.ts";
import { readOauthClient } from "../../../src/core/record/oauth-secret.ts";
import type { SecretPlace } from "../../../src/core/record/secret.ts";

const place: SecretPlace = { kind: "secret", arn: "arn:aws:secretsmanager:eu-central-1:1:secret:oauth" };
const hidden = "hunter2";
const client = { oauthTokenEndpointUrl: "https://idp.example/token", oauthClientId: "mskctl", oauthClientSecret: hidden };

describe("Lambda's OAuth secret", () => {
  it("with client credentials", () => {
    const read = { tokenEndpointUrl: "https://idp.example/token", clientId: "mskctl", clientSecret: hidden };
    expect(readOauthClient(JSON.stringify(client), place)).toEqual(read);
    expect(readOauthClient(JSON.stringify({ ...client, oauthIdpCaCertificate: "PEM" }), place)).toEqual({
      ...read,
      idpCaCertificate: "PEM",
    });
  });

  it.each<[what: string, secret: object, says: string]>([
    ["a field missing", { ...client, oauthClientId: undefined }, "it has no text under oauthClientId"],
    [
      "the other grant",
      { ...client, oauthClientSecret: undefined, oauthPrivateKey: hidden },
      "is for the JWT bearer grant (oauthPrivateKey)",
    ],
    ["both grants", { ...client, oauthTokenExpirationSeconds: 5 }, "mixes two grants: oauthClientSecret and oauthTokenExpirationSeconds"],
    ["an endpoint without TLS", { ...client, oauthTokenEndpointUrl: `http://${hidden}` }, "does not begin with https://"],
  ])("with %s is refused by its ARN, never with what it holds", (_, secret, says) => {
    try {
      readOauthClient(JSON.stringify(secret), place);
      expect.unreachable();
    } catch (error) {
      expect(error).toMatchObject({ code: "refused", message: expect.stringContaining(says), details: { secret: place.arn } });
      expect((error as MskctlError).message).toContain(place.arn);
      expect(JSON.stringify([error, (error as MskctlError).message, (error as MskctlError).suggestions])).not.toContain(hidden);
    }
  });
});
