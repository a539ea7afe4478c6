import type { IncomingMessage, Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setFlagsFromString } from "node:v8";
import { MskctlError } from "../core/errors.ts";
import { createClock } from "./clock.ts";
import { createDestinations } from "./destinations/destinations.ts";
import { createEnvironment, type SandboxEnvironment } from "./environment.ts";
import { createFauxqs } from "./fauxqs.ts";
import { createFauxqsClient } from "./fauxqs-client.ts";
import { createFaultList, type FaultList } from "./front/faults.ts";
import { createFront } from "./front/front.ts";
import { sandboxServices } from "./front/sandbox-services.ts";
import { createMetricStore } from "./metric-store.ts";
import { drawUuid, randomSequence } from "./runtime/chance.ts";
import { createRuntimeFaults } from "./runtime/faults/runtime-faults.ts";
import { createWorld, type SandboxWorld } from "./scenario/create-world.ts";
import { demoAccount } from "./scenario/demo-account.ts";
import { isRuntimeFault } from "./scenario/read-fault.ts";
import { emptyAccount, type RealParts, withRealParts } from "./scenario/real-parts.ts";
import type { Scenario } from "./scenario/scenario.ts";
import { readScenarioFile, requireModules } from "./scenario-file.ts";

export interface SandboxOptions {
  /** 0: a free one. */
  readonly port: number;
  readonly host: string;
  /** A scenario file (`-`: standard input), or a scenario; undefined: the demo account. */
  readonly scenario?: string | Scenario | undefined;
  /** Real brokers and functions beside those of the scenario. */
  readonly real?: RealParts | undefined;
  readonly speed: number;
  readonly seed: number;
  /** One line for the person who started it. */
  readonly note: (line: string) => void;
  /** Ends the reading of the scenario; the sandbox itself ends with `close`. */
  readonly signal: AbortSignal;
  /** The environment that the sandbox is started in. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
}

export interface Sandbox {
  readonly endpoint: string;
  readonly region: string;
  readonly accountId: string;
  readonly environment: SandboxEnvironment;
  /** Calls that go wrong on purpose. */
  readonly faults: FaultList;
  /** Answers nobody any more, stops time and removes its files. */
  close(): Promise<void>;
}

/** Starts a local AWS and gives it back when it listens. Throws `usage`, `malformed-file` or `unavailable`. */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const scenario = await scenarioOf(options);
  if (scenario.brokerServers.length > 0) keepYoungGenerationSmall();
  const { note, seed } = options;
  const clock = createClock({
    speed: options.speed,
    onError: (error) => note(`a scheduled event failed: ${String(error)}`),
    onLate: () => note(`events come late: this machine does not keep up with --speed ${options.speed}`),
  });
  const fauxqs = createFauxqs({ resources: destinationsOf(scenario) });
  const faults = createFaultList(scenario.faults.filter((fault) => !isRuntimeFault(fault)));
  const runtimeFaults = createRuntimeFaults(clock, scenario.faults.filter(isRuntimeFault));
  const uuids = randomSequence(seed);
  const client = createFauxqsClient(fauxqs, scenario.accountId);
  const destinations = createDestinations({ clock, client, faults, newUuid: () => drawUuid(uuids) });
  const worlds = new Map<string, SandboxWorld>();
  const worldOf = (region = scenario.region): SandboxWorld => {
    const known = worlds.get(region);
    if (known !== undefined) return known;
    const created = createWorld(scenario, { clock, seed, metrics: createMetricStore(), destinations, note, region, runtimeFaults });
    worlds.set(region, created);
    return created;
  };
  const admin = async (request: IncomingMessage) => {
    const { answerAdmin } = await import("./admin/admin-api.ts");
    return answerAdmin(request, { faults, runtimeFaults, worlds: worlds.values(), worldOf });
  };
  const server = createFront({ services: sandboxServices(fauxqs), s3: fauxqs.s3, admin, worldOf, faults, note });
  const stop = async () => {
    clock.stop();
    await closed(server);
    await Promise.all([fauxqs.close(), ...[...worlds.values()].map(({ runtime }) => runtime.close())]);
  };
  try {
    worldOf();
    const endpoint = await listen(server, options);
    const environment = await createEnvironment({ endpoint, region: scenario.region, clock, inherited: options.inherited });
    const close = async () => {
      await stop();
      await environment.remove();
    };
    return { endpoint, region: scenario.region, accountId: scenario.accountId, environment, faults, close };
  } catch (error) {
    await stop();
    throw error;
  }
}

/**
 * Records that come from brokers live as long as their batch. V8 takes that for a reason to let its young generation
 * grow, which costs 150 MiB and makes nothing faster here (docs/performance.md).
 */
function keepYoungGenerationSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
}

async function scenarioOf({ scenario, real, signal }: SandboxOptions): Promise<Scenario> {
  const usual = real === undefined || real.bootstrapServers.length === 0 ? demoAccount : emptyAccount;
  const given = typeof scenario === "string" ? await readScenarioFile(scenario, signal) : (scenario ?? usual());
  if (real === undefined) return given;
  const whole = withRealParts(given, real);
  requireModules(whole);
  return whole;
}

/** Where the scenario's mappings send what fails: it has to be there. */
function destinationsOf({ mappings }: Scenario): string[] {
  return [...new Set(mappings.flatMap(({ settings }) => settings.DestinationConfig?.OnFailure?.Destination ?? []))];
}

async function listen(server: Server, { host, port }: SandboxOptions): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)));
    server.listen(port, host, resolve);
  });
  return endpointOf(server.address() as AddressInfo);
}

/** By address, also when a name was given: clients may resolve it to another one. A server on all addresses is called by loopback. */
function endpointOf({ address, port }: AddressInfo): string {
  const host = loopbackOf.get(address) ?? address;
  return `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
}

const loopbackOf = new Map([
  ["0.0.0.0", "127.0.0.1"],
  ["::", "::1"],
]);

function listenError(error: NodeJS.ErrnoException, host: string, port: number): MskctlError {
  if (error.code === "EADDRINUSE") {
    return new MskctlError("unavailable", `port ${port} on ${host} is in use, perhaps by another sandbox`, {
      suggestions: ["mskctl sandbox start --port 0"],
      details: { host, port },
      cause: error,
    });
  }
  const reason = listenReasons.get(error.code ?? "") ?? error.message;
  return new MskctlError("usage", `cannot listen on ${host}, port ${port}: ${reason}`, { details: { host, port }, cause: error });
}

const listenReasons = new Map([
  ["EACCES", "permission denied"],
  ["EADDRNOTAVAIL", "this machine has no such address"],
  ["ENOTFOUND", "no such host"],
]);

async function closed(server: Server): Promise<void> {
  const closing = new Promise((resolve) => server.close(resolve));
  server.closeAllConnections();
  await closing;
}
