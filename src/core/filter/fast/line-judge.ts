import type { ByteTools } from "../../record/byte-tools.ts";
import type { KafkaFilter } from "../kafka-filter.ts";
import type { RecordValue } from "../record-value.ts";
import { planFilter } from "./filter-plan.ts";
import { LineFilter, settle } from "./line-filter.ts";
import { LineSplit } from "./line-split.ts";
import { type JudgedLines, PlainLines } from "./plain-lines.ts";
import { noRecord, pending } from "./verdict.ts";
import { WellFormedCheck } from "./well-formed.ts";

/** How a filter's verdicts on objects come about. */
type ObjectJudge = (judged: JudgedLines) => void;

/**
 * The verdicts of a mapping's filters on lines, each of them the value of a record. What goes from `{` to `}` is taken for a
 * JSON object of UTF-8 text; where it is one, and on all other lines, verdicts are those of the plain engine. With `validates`
 * every byte is looked at and all verdicts are the plain engine's.
 */
export class LineJudge {
  readonly #tools: ByteTools;
  readonly #check: WellFormedCheck | undefined;
  readonly #lines = new LineSplit();
  readonly #plain: PlainLines;
  readonly #filters: readonly ObjectJudge[];
  #verdicts: readonly Int16Array[];

  constructor(filters: readonly KafkaFilter[], tools: ByteTools, validates: boolean) {
    this.#tools = tools;
    this.#check = validates ? new WellFormedCheck() : undefined;
    this.#plain = new PlainLines(filters, tools.decodeUtf8);
    this.#verdicts = filters.map(() => new Int16Array(this.#lines.starts.length));
    const onEmptyObject = this.#plain.onEmptyObject();
    this.#filters = filters.map((filter, index) => this.#objectJudge(filter, index, onEmptyObject[index] ?? 0));
  }

  /** The lines that begin at or behind `from`. What it gives changes with the next chunk. */
  judge(bytes: Uint8Array, from: number): JudgedLines {
    this.#lines.split(bytes, from, this.#tools, this.#check);
    if (this.#lines.starts.length > (this.#verdicts[0]?.length ?? 0))
      this.#verdicts = this.#verdicts.map(() => new Int16Array(this.#lines.starts.length));
    const judged = { bytes, lines: this.#lines, verdicts: this.#verdicts };
    this.#plain.kinds.clear();
    this.#judgeOthers(judged);
    for (const judgeObjects of this.#filters) judgeObjects(judged);
    return judged;
  }

  /** The format of a line that was judged last. */
  kindOf(line: number): RecordValue["kind"] {
    return this.#plain.kinds.get(line) ?? "json";
  }

  /** Lines that do not look like objects are for the plain engine. */
  #judgeOthers(judged: JudgedLines): void {
    const { lines, verdicts } = judged;
    for (const ofFilter of verdicts)
      for (let line = 0; line < lines.count; line++) ofFilter[line] = lines.isBlank(line) ? noRecord : pending;
    if (lines.objects + lines.blanks === lines.count) return;
    for (let line = 0; line < lines.count; line++)
      if (!lines.isBlank(line) && (lines.braces[line] as number) < 0) this.#plain.judge(judged, line);
  }

  #objectJudge(filter: KafkaFilter, index: number, onEmptyObject: number): ObjectJudge {
    if (!filter.rules.some(({ wants }) => wants === "json")) return (judged) => settle(judged, index, onEmptyObject);
    const plan = planFilter(filter);
    if (plan === undefined) return (judged) => this.#judgePlainly(judged, index);
    const fast = new LineFilter(filter, index, plan, this.#plain, this.#tools);
    return (judged) => fast.judge(judged);
  }

  #judgePlainly(judged: JudgedLines, index: number): void {
    for (let line = 0; line < judged.lines.count; line++) if (judged.verdicts[index]?.[line] === pending) this.#plain.judge(judged, line);
  }
}
