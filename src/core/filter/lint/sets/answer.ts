/** Only a certain answer is `yes` or `no`. */
export type Answer = "yes" | "no" | "unknown";

/** `yes` when all are, `no` when one is: the rest is not asked then. */
export function allOf(answers: Iterable<Answer>): Answer {
  let result: Answer = "yes";
  for (const answer of answers) {
    if (answer === "no") return "no";
    if (answer === "unknown") result = "unknown";
  }
  return result;
}
