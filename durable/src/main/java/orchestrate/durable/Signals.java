package orchestrate.durable;

/**
 * What threads of any process wait for.
 *
 * @param elements that there is something to take
 * @param room that the slowest consumer has gone on
 * @param done that a consumer with tasks is done with all there is
 */
record Signals(Signal elements, Signal room, Signal done) {
  static Signals of(ControlFile control) {
    return new Signals(
        new Signal(control.segment(), ControlFile.ELEMENTS),
        new Signal(control.segment(), ControlFile.ROOM),
        new Signal(control.segment(), ControlFile.DONE));
  }

  void raiseAll() {
    elements.raiseAll();
    room.raiseAll();
    done.raiseAll();
  }
}
