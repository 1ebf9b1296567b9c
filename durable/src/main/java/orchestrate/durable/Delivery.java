package orchestrate.durable;

/** What becomes of an element whose taker is killed in the middle of taking it. */
public enum Delivery {
  /** It is handed out again: the place is moved on after the element was read out. */
  AT_LEAST_ONCE,

  /** It may be lost: the place is moved on before its codec reads it out. */
  AT_MOST_ONCE
}
