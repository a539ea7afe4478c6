import { GetBootstrapBrokersCommand, KafkaClient, ListClustersV2Command } from "@aws-sdk/client-kafka";
import { LambdaClient, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { afterEach, describe, expect, it } from "vitest";
import { openSandbox } from "../../../src/commands/sandbox/open-sandbox.ts";
import type { Sandbox } from "../../../src/sandbox/start-sandbox.ts";
import type { Terminal } from "../../../src/shell/terminal.ts";

const opened: Sandbox[] = [];
afterEach(async () => {
  for (const sandbox of opened.splice(0)) await sandbox.close();
});

const flags = {
  port: 0,
  host: "127.0.0.1",
  scenario: undefined,
  speed: 1,
  seed: 1,
  "bootstrap-servers": undefined,
  function: undefined,
};

async function open(changes: Partial<Parameters<typeof openSandbox>[0]>) {
  const said: string[] = [];
  const terminal = { err: (text: string) => said.push(text) } as unknown as Terminal;
  const sandbox = await openSandbox({ ...flags, ...changes }, terminal, new AbortController().signal);
  opened.push(sandbox);
  const client = { endpoint: sandbox.endpoint, region: sandbox.region, credentials: { accessKeyId: "test", secretAccessKey: "test" } };
  return { said, kafka: new KafkaClient(client), lambda: new LambdaClient(client) };
}

describe("--bootstrap-servers and --function", () => {
  it("make an account of nothing else", async () => {
    const { kafka, lambda, said } = await open({
      // Nothing is read as long as there is no mapping.
      "bootstrap-servers": "127.0.0.1:29092, [::1]:29093",
      function: ["orders=http://127.0.0.1:9000", `audit=${import.meta.filename}`],
    });
    const { ClusterInfoList = [] } = await kafka.send(new ListClustersV2Command({}));
    expect(ClusterInfoList.map(({ ClusterName }) => ClusterName)).toEqual(["local"]);
    const brokers = await kafka.send(new GetBootstrapBrokersCommand({ ClusterArn: ClusterInfoList[0]?.ClusterArn }));
    expect(brokers.BootstrapBrokerString).toBe("127.0.0.1:29092,[::1]:29093");
    const { Functions = [] } = await lambda.send(new ListFunctionsCommand({}));
    expect(Functions.map(({ FunctionName }) => FunctionName).toSorted()).toEqual(["audit", "orders"]);
    expect(said).toEqual([]);
  });

  it.each([
    ["127.0.0.1", '"127.0.0.1" is no bootstrap server'],
    ["127.0.0.1:29092,", '"" is no bootstrap server'],
    ["127.0.0.1:29092;127.0.0.1:29093", "is no bootstrap server"],
    ["kafka:port", '"kafka:port" is no bootstrap server'],
    ["\u001b[2J", '"\\x1b[2J" is no bootstrap server'],
  ])("refuses %j", async (servers, says) => {
    await expect(open({ "bootstrap-servers": servers })).rejects.toMatchObject({ code: "usage", message: expect.stringContaining(says) });
  });

  it("refuses a function that is none", async () => {
    await expect(open({ function: ["orders"] })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining('"orders" is no function'),
    });
  });

  it("refuses a module that is not there", async () => {
    await expect(open({ function: ["orders=/nonexistent/orders.mjs"] })).rejects.toMatchObject({
      code: "malformed-file",
      message: expect.stringContaining("there is no file /nonexistent/orders.mjs"),
    });
  });

  it("go with the speed of real time alone", async () => {
    await expect(open({ "bootstrap-servers": "127.0.0.1:29092", speed: 60 })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("--speed 60 needs embedded topics"),
    });
    await expect(open({ function: ["orders=http://127.0.0.1:9000"], speed: 60 })).rejects.toMatchObject({
      code: "usage",
      message: expect.stringContaining("--speed 60 needs simulated functions: orders"),
    });
  });
});
