package syntop.capture.filter;

class BpfInterpreterTest extends PacketProgramContract {
    @Override
    PacketProgram runnable(BpfProgram program) {
        return new BpfInterpreter(program);
    }
}
