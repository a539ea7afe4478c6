/** Ends the reading of one value. Its message is one of few and says nothing of the value's content. */
export class Undecodable extends Error {
  override readonly name = "Undecodable";
}
