import { Flags } from "@oclif/core";
import { MskctlError } from "../core/errors.ts";
import { BaseCommand } from "./base-command.ts";

const speedFlag = Flags.custom<number>({
  helpValue: "N",
  parse: (text) => {
    const speed = Number(text);
    if (text.trim() !== "" && speed >= 1 && speed <= 100_000) return Promise.resolve(speed);
    throw new MskctlError("usage", `"${text}" is no speed; write 1 (as fast as real time) to 100000`);
  },
});

/** What a sandbox is started with, whichever verb starts it; each verb has a port of its own. */
export const sandboxFlags = {
  scenario: Flags.string({
    summary:
      "The account to start with, YAML or JSON (- reads standard input); default: the demo account, or an empty one with --bootstrap-servers.",
    helpValue: "FILE",
  }),
  "bootstrap-servers": Flags.string({
    summary:
      "Real Kafka brokers, HOST:PORT[,HOST:PORT]: mappings read their topics there, as the MSK cluster `local` or by these addresses.",
    helpValue: "SERVERS",
  }),
  function: Flags.string({
    summary: "A function, NAME=FILE.mjs or NAME=http://HOST:PORT (the runtime interface emulator's); repeatable.",
    helpValue: "NAME=TARGET",
    multiple: true,
    multipleNonGreedy: true,
  }),
  speed: speedFlag({ summary: "How many times as fast as real time. SQS, SNS and S3 stay on real time.", default: 1 }),
  seed: Flags.integer({ summary: "Same scenario, seed and speed: same sequence of events.", helpValue: "N", default: 1, min: 0 }),
  host: Flags.string({
    summary: "Address to listen on; anything but loopback is open to others.",
    helpValue: "ADDRESS",
    default: "127.0.0.1",
  }),
};

export function portFlag(summary: string, defaultPort: number) {
  return Flags.integer({ summary, helpValue: "PORT", default: defaultPort, min: 0, max: 65_535 });
}

/** The sandbox is the endpoint: flags that choose another account, Region or endpoint have no meaning for its verbs. */
const { profile: _profile, region: _region, "endpoint-url": _endpoint, debug: _debug, ...own } = BaseCommand.baseFlags;
export const sandboxBaseFlags = own as typeof BaseCommand.baseFlags;

export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(\.\d{1,3}){3}$/.test(host);
}
