import { describe, expect, it } from "vitest";
import { isError } from "../../../src/core/errors.ts";
import { type MappingRegistry, registryChoice } from "../../../src/core/record/registry-choice.ts";

const glueArn = "arn:aws:glue:eu-west-1:123456789012:registry/shop";
const url = "https://registry.example";
const secret = (name: string) => `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}`;
const values = { SchemaValidationConfigs: [{ Attribute: "KEY" }, { Attribute: "VALUE" }] };

describe("the registry of a mapping", () => {
  it("is Glue's for an ARN, in the ARN's Region", () => {
    const config = { ...values, SchemaRegistryURI: glueArn, EventRecordFormat: "SOURCE" };
    expect(registryChoice(config)).toEqual({ kind: "glue", registryArn: glueArn, region: "eu-west-1" });
  });

  it("is Confluent's for a URL, with the secrets that the mapping names", () => {
    const config = {
      ...values,
      SchemaRegistryURI: url,
      AccessConfigs: [
        { Type: "BASIC_AUTH", URI: secret("user") },
        { Type: "CLIENT_CERTIFICATE_TLS_AUTH", URI: secret("client") },
        { Type: "SERVER_ROOT_CA_CERTIFICATE", URI: secret("root") },
      ],
    };
    expect(registryChoice(config)).toEqual({
      kind: "confluent",
      url,
      access: {
        basicAuth: { kind: "secret", arn: secret("user") },
        clientCertificate: { kind: "secret", arn: secret("client") },
        rootCa: { kind: "secret", arn: secret("root") },
      },
    });
  });

  it.each<[what: string, config: MappingRegistry | undefined]>([
    ["there is no registry", undefined],
    ["the block is empty", {}],
    ["only keys are validated", { SchemaRegistryURI: glueArn, SchemaValidationConfigs: [{ Attribute: "KEY" }] }],
    ["nothing is validated", { SchemaRegistryURI: glueArn }],
  ])("is none when %s: values are filtered as they are", (_, config) => {
    expect(registryChoice(config)).toBeUndefined();
  });
});

describe("a way to sign in that mskctl cannot go", () => {
  const config = { ...values, SchemaRegistryURI: url, AccessConfigs: [{ Type: "OAUTHBEARER_AUTH", URI: secret("oauth") }] };

  it.each(["OAUTHBEARER_AUTH", "SOMETHING_NEW"])("%s is refused, by name", (type) => {
    try {
      registryChoice({ ...config, AccessConfigs: [{ Type: type, URI: secret("x") }] });
      expect.unreachable("it should have failed");
    } catch (error) {
      if (!isError(error)) throw error;
      expect(error).toMatchObject({ code: "refused", message: `mskctl cannot sign in to the schema registry ${url} with ${type}` });
    }
  });

  it("does not matter when the user has set another one", () => {
    const setting = { url, basicAuth: { kind: "file", path: "/secret.json" } } as const;
    expect(registryChoice(config, [setting])).toEqual({ kind: "confluent", url, access: setting });
  });
});
