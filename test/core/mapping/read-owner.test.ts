import { describe, expect, it } from "vitest";
import { MskctlError } from "../../../src/core/errors.ts";
import { readOwner } from "../../../src/core/mapping/read-owner.ts";
import { notPermitted } from "../../support/fakes/surroundings.ts";
import { sampleMapping } from "../../support/mappings.ts";

const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:orders";
const mapping = { ...sampleMapping({ name: "orders" }), EventSourceMappingArn: "arn:mapping", FunctionArn: `${functionArn}:live` };
const gone = new MskctlError("not-found", "Function not found");

/** Tags by ARN, or the error that takes their place. */
async function read(answers: Readonly<Record<string, Readonly<Record<string, string>> | Error>>) {
  const asked: string[] = [];
  const tags = async (arn: string) => {
    asked.push(arn);
    const answer = answers[arn] ?? {};
    if (answer instanceof Error) throw answer;
    return new Map(Object.entries(answer));
  };
  return { fact: await readOwner({ tags }, mapping), asked };
}

describe("who owns a mapping", () => {
  it("is asked of the mapping and of its function, whose aliases have no tags", async () => {
    const { fact, asked } = await read({ [functionArn]: { ManagedBy: "terraform" } });
    expect(asked).toEqual(["arn:mapping", functionArn]);
    expect(fact).toMatchObject({ kind: "known", value: { tool: "terraform", by: { of: "function" } } });
  });

  it("is nobody where no tag tells, or the function is gone", async () => {
    expect((await read({})).fact).toEqual({ kind: "known", value: "nobody" });
    expect((await read({ [functionArn]: gone })).fact).toEqual({ kind: "known", value: "nobody" });
  });

  it("is not known where tags may not be read, unless what may be read tells", async () => {
    const refused = { kind: "not-permitted", action: "lambda:ListTags" };
    const error = notPermitted("lambda:ListTags");
    expect((await read({ "arn:mapping": error, [functionArn]: error })).fact).toEqual(refused);
    expect((await read({ [functionArn]: error })).fact).toEqual(refused);
    expect((await read({ "arn:mapping": error })).fact).toEqual(refused);
    expect((await read({ "arn:mapping": error, [functionArn]: { terraform: "true" } })).fact).toMatchObject({ kind: "known" });
    expect((await read({ "arn:mapping": { terraform: "true" }, [functionArn]: error })).fact).toMatchObject({ kind: "known" });
  });

  it("still ends where the verb is interrupted", async () => {
    const error = new MskctlError("interrupted", "interrupted");
    await expect(read({ "arn:mapping": error })).rejects.toBe(error);
  });
});
