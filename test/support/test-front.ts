import type { AddressInfo } from "node:net";
import { answerAdmin } from "../../src/sandbox/admin/admin-api.ts";
import { createManualClock } from "../../src/sandbox/clock.ts";
import { createFauxqs, type Fauxqs } from "../../src/sandbox/fauxqs.ts";
import { createFaultList, type FaultList } from "../../src/sandbox/front/faults.ts";
import { createFront } from "../../src/sandbox/front/front.ts";
import { sandboxServices } from "../../src/sandbox/front/sandbox-services.ts";
import type { Service } from "../../src/sandbox/protocols/service.ts";
import { createRuntimeFaults } from "../../src/sandbox/runtime/faults/runtime-faults.ts";
import type { World } from "../../src/sandbox/world.ts";

export interface TestFront {
  readonly endpoint: string;
  readonly fauxqs: Fauxqs;
  readonly faults: FaultList;
  readonly notes: readonly string[];
  /** What an SDK client needs to talk to it. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  close(): Promise<void>;
}

/** The HTTP front over worlds of the test's own making; `eu-central-1` is the Region of requests that name none. */
export async function startTestFront(
  worldOf: (region: string) => World,
  {
    resources = [],
    services = new Map(),
  }: { readonly resources?: readonly string[]; readonly services?: ReadonlyMap<string, Service> } = {},
): Promise<TestFront> {
  const fauxqs = createFauxqs({ resources });
  const faults = createFaultList([]);
  const notes: string[] = [];
  const server = createFront({
    services: new Map([...sandboxServices(fauxqs), ...services]),
    s3: fauxqs.s3,
    admin: (request) => answerAdmin(request, { faults, runtimeFaults: createRuntimeFaults(createManualClock(0), []), worlds: [], worldOf }),
    worldOf: (region = "eu-central-1") => worldOf(region),
    faults,
    note: (line) => notes.push(line),
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    endpoint,
    fauxqs,
    faults,
    notes,
    client: { endpoint, region: "eu-central-1", credentials: { accessKeyId: "test", secretAccessKey: "test" }, maxAttempts: 1 },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await fauxqs.close();
    },
  };
}
