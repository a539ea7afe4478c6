import { plural } from "../figures.ts";
import { isJsonObject } from "../json-value.ts";
import type { FieldProblem } from "./read-fields.ts";

/** What AWS Lambda Power Tuning measured of a function: how long one payload takes it, by memory. */
export interface PowerTuning {
  /** Two or more, by memory. */
  readonly points: readonly PowerPoint[];
}

export interface PowerPoint {
  readonly memoryMb: number;
  readonly durationMs: number;
}

type Path = FieldProblem["path"];
type Read = { readonly points: readonly PowerPoint[] } | { readonly problems: readonly FieldProblem[] };

/** Lambda's limits. Lambda API, MemorySize. */
const [leastMb, mostMb] = [128, 10_240];

/**
 * The output of its state machine, or what is wrong with it: `stats`, which are there with `includeOutputResults`, or else the figures in the address
 * of its chart; under `results` or not. README-INPUT-OUTPUT.md of alexcasalboni/aws-lambda-power-tuning.
 */
export function readPowerTuning(value: unknown): PowerTuning | { readonly problems: readonly FieldProblem[] } {
  if (!isJsonObject(value)) return problem([], "has to be the output of AWS Lambda Power Tuning, an object");
  const isWrapped = isJsonObject(value["results"]);
  const root = isWrapped ? (value["results"] as typeof value) : value;
  const at: Path = isWrapped ? ["results"] : [];
  const read = pointsOf(root, at);
  if ("problems" in read) return read;
  const points = read.points.toSorted((a, b) => a.memoryMb - b.memoryMb);
  const twice = points.find(({ memoryMb }, index) => memoryMb === points[index + 1]?.memoryMb);
  if (twice !== undefined) return problem(at, `has ${twice.memoryMb} MB more than once`);
  if (points.length < 2)
    return problem(at, `has ${plural(points.length, "power value")}; two are needed at least, today's memory among them`);
  return { points };
}

function pointsOf(root: Readonly<Record<string, unknown>>, at: Path): Read {
  const { stats, stateMachine } = root;
  if (stats !== undefined) {
    if (!Array.isArray(stats)) return problem([...at, "stats"], "has to be a list");
    const read = stats.map((each, index) => statOf(each, [...at, "stats", index]));
    const problems = read.flatMap((each) => ("problems" in each ? each.problems : []));
    return problems.length > 0 ? { problems } : { points: read.flatMap((each) => ("points" in each ? each.points : [])) };
  }
  const address = isJsonObject(stateMachine) ? stateMachine["visualization"] : undefined;
  if (typeof address !== "string") {
    return problem(at, "has neither stats nor stateMachine.visualization: it has to be the output of AWS Lambda Power Tuning");
  }
  return chartedPoints(address) ?? problem([...at, "stateMachine", "visualization"], "holds no memory sizes and durations behind its #");
}

function statOf(value: unknown, at: Path): Read {
  if (!isJsonObject(value)) return problem(at, "has to be an object");
  const { value: memoryMb, averageDuration: durationMs } = value;
  const problems = [
    ...(isMemory(memoryMb) ? [] : problem([...at, "value"], `has to be a whole number of MB from ${leastMb} to ${mostMb}`).problems),
    ...(isDuration(durationMs) ? [] : problem([...at, "averageDuration"], "has to be a number of milliseconds above 0").problems),
  ];
  return isMemory(memoryMb) && isDuration(durationMs) ? { points: [{ memoryMb, durationMs }] } : { problems };
}

function isMemory(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= leastMb && value <= mostMb;
}

function isDuration(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value) && value > 0;
}

/** `#SIZES;DURATIONS;COSTS`, each in base64: 16-bit integers, then 32-bit floats, the least byte first (lambda/utils.js of the project). */
function chartedPoints(address: string): { readonly points: readonly PowerPoint[] } | undefined {
  const [sizes, durations] = (address.split("#")[1] ?? "").split(";").map(bytesOf);
  if (sizes === undefined || durations === undefined || sizes.byteLength % 2 !== 0) return undefined;
  const count = sizes.byteLength / 2;
  if (count === 0 || durations.byteLength !== count * 4) return undefined;
  const points = Array.from({ length: count }, (_, index) => ({
    memoryMb: sizes.getInt16(index * 2, true),
    durationMs: durations.getFloat32(index * 4, true),
  }));
  return points.every(({ memoryMb, durationMs }) => isMemory(memoryMb) && isDuration(durationMs)) ? { points } : undefined;
}

const digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function bytesOf(base64: string): DataView | undefined {
  const text = base64.replace(/=+$/, "");
  const bytes = new DataView(new ArrayBuffer(Math.floor((text.length * 6) / 8)));
  let [bits, count, at] = [0, 0, 0];
  for (const letter of text) {
    const digit = digits.indexOf(letter);
    if (digit < 0) return undefined;
    bits = ((bits << 6) | digit) & 0xfff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    bytes.setUint8(at, (bits >> count) & 0xff);
    at += 1;
  }
  return bytes;
}

function problem(path: Path, message: string): { readonly problems: readonly FieldProblem[] } {
  return { problems: [{ path, message: `${path.length === 0 ? "the document" : path.join(".")} ${message}` }] };
}
