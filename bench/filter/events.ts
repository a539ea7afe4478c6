import { closeSync, existsSync, mkdirSync, openSync, renameSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Dice, dice } from "../../test/support/filter-cases/dice.ts";

/** Changes whenever the events do: files of an older generator are not used. */
const generation = 2;

export interface EventFile {
  readonly path: string;
  readonly events: number;
  readonly bytes: number;
}

/** `order` events have about 450 bytes, `reading` events about 340. */
export type EventShape = "order" | "reading";

/** NDJSON, the same for the same seed; written once and kept in the folder for temporary files. */
export function eventFile(shape: EventShape, events: number, seed = 3): EventFile {
  const folder = join(tmpdir(), "mskctl-bench-filter");
  const path = join(folder, `${shape}-${events}-${seed}-${generation}.ndjson`);
  if (!existsSync(path)) {
    mkdirSync(folder, { recursive: true });
    write(`${path}.part`, shape, events, seed);
    renameSync(`${path}.part`, path);
  }
  return { path, events, bytes: statSync(path).size };
}

function write(path: string, shape: EventShape, events: number, seed: number): void {
  const roll = dice(seed);
  const event = shape === "order" ? orderEvent : readingEvent;
  const file = openSync(path, "w");
  let lines = "";
  for (let number = 0; number < events; number++) {
    lines += `${event(roll, number)}\n`;
    if (lines.length > 1 << 20) {
      writeSync(file, lines);
      lines = "";
    }
  }
  writeSync(file, lines);
  closeSync(file);
}

const hex = "0123456789abcdef";
const firstNames = ["Zoë", "Jürgen", "Ana", "Lars", "Mei", "Priya", "Tomás", "Olga", "Kenji", "Fatima", "Noah", "Ella"];
const lastNames = ["Müller", "García", "Nowak", "Smith", "Tanaka", "Sørensen", "Okafor", "Rossi", "Kowalska", "Lee", "Dubois", "Novák"];
const domains = ["example.com", "mail.example", "example.net", "shop.example", "example.org"];
const agents = [
  "Mozilla/5.0 (Windows NT 10.0) Chrome/131.0",
  "Mozilla/5.0 (Macintosh) Safari/18.1",
  "Mozilla/5.0 (iPhone) Mobile/15E148",
  "Mozilla/5.0 (X11; Linux) Firefox/132.0",
];
const notes = [
  'Please ring at \\"Müller & Söhne\\", not at the shop.',
  "Leave it with the neighbour.\\nThank you!",
  "C:\\\\orders\\\\2026 as agreed – see attached",
  "Geschenk 🎁 ohne Rechnung",
  "Call before 8\\/9 am",
];

function text(roll: Dice, length: number, alphabet: string): string {
  let built = "";
  for (let at = 0; at < length; at++) built += alphabet.charAt(roll.below(alphabet.length));
  return built;
}

const padded = (number: number, digits: number) => String(number).padStart(digits, "0");
const time = (roll: Dice, number: number) => new Date(1_795_000_000_000 + number * 40 + roll.below(40)).toISOString();
const money = (cents: number) => (cents / 100).toString();

/** `values` by how many of 100 have them. */
function share(roll: Dice, values: Readonly<Record<string, number>>): string {
  return roll.weighted(values);
}

function orderEvent(roll: Dice, number: number): string {
  const type = share(roll, {
    "order.created": 46,
    "order.paid": 30,
    "order.shipped": 18,
    "order.cancelled": 3,
    "refund.requested": 2,
    "refund.paid": 1,
  });
  const tier = share(roll, { basic: 70, silver: 18, gold: 9, Platinum: 2, platinum: 1 });
  const status = share(roll, { ok: 82, pending: 12, review: 4, failed: 2 });
  const region = share(roll, { "eu-central-1": 60, "eu-west-1": 20, "us-east-1": 20 });
  const name = `${roll.pick(firstNames)} ${roll.pick(lastNames)}`;
  const email = `${text(roll, 7, "abcdefghijklmnopqrstuvwxyz")}@${share(roll, { "example.com": 50, "mail.example": 30, "example.net": 16, "example.org": 4 })}`;
  const items = Array.from({ length: 1 + roll.below(3) }, () => {
    const price = money(100 + roll.below(9_900));
    return `{"sku":"SKU-${padded(roll.below(400), 4)}","qty":${1 + roll.below(5)},"price":${price}}`;
  });
  return (
    `{"id":"${text(roll, 16, hex)}","type":"${type}","time":"${time(roll, number)}",` +
    `"status":"${status}","source":{"ip":"10.${roll.below(64)}.${roll.below(256)}.${roll.below(256)}","region":"${region}","agent":"${roll.chance(0.04) ? "ShopApp/7.2 (Android 15; Pixel 9)" : roll.pick(agents)}"},` +
    `"customer":{"id":"C-${padded(roll.below(100_000), 5)}","name":"${name}","email":"${email}","tier":"${tier}","returning":${roll.chance(0.6)}},` +
    `"items":[${items.join(",")}],"total":${money(500 + roll.below(99_500))},"currency":"EUR"` +
    `${roll.chance(0.25) ? `,"coupon":${roll.chance(0.2) ? "null" : `"${text(roll, 6, "ABCDEFGHJKLMNPQRSTUVWXYZ")}"`}` : ""}` +
    `${roll.chance(0.2) ? `,"note":"${roll.pick(notes)}"` : ""},"attempt":${1 + roll.below(3)}}`
  );
}

function readingEvent(roll: Dice, number: number): string {
  const state = share(roll, { running: 70, idle: 20, alarm: 4, maintenance: 6 });
  const name = `${roll.pick(firstNames)} ${roll.pick(lastNames)}`;
  return (
    `{"device":"dev-${padded(roll.below(5_000), 5)}","site":"${roll.pick(domains)}","at":"${time(roll, number)}","state":"${state}",` +
    `"reading":{"temperature":${money(roll.below(10_000))},"pressure":${money(90_000 + roll.below(20_000))},"unit":"°C","quality":{"level":${roll.below(100)},"source":"sensor"}},` +
    `"firmware":"${1 + roll.below(4)}.${roll.below(20)}.${roll.below(100)}","owner":{"name":"${name}","ip":"192.168.${roll.below(256)}.${roll.below(256)}"},` +
    `"tags":["${text(roll, 5, "abcdefghij")}","${text(roll, 5, "abcdefghij")}"],"battery":${roll.below(101)},"charging":${roll.chance(0.3)},"error":null}`
  );
}
