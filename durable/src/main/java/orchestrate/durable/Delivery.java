package orchestrate.durable;

/** What becomes of an element whose taker is killed in the middle of taking it. */
public enum Delivery {
  /** It is handed out again: the place is moved on after the element was read out. */
  AT_LEAST_ONCE,

  /** It is lost: the place is moved on before the element is read out. */
  AT_MOST_ONCE
}
