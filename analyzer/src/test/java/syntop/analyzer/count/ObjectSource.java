package syntop.analyzer.count;

import java.io.IOException;
import java.util.ArrayDeque;

/** What was saved, as objects in place of bytes; each is taken as it is read. */
record ObjectSource(ArrayDeque<Object> values) implements NumberSource {
    @Override
    public long number() {
        return (Long) values.remove();
    }

    @Override
    public long number(long most) throws IOException {
        long value = number();
        if (value < 0 || value > most) throw damaged(value + " of " + most);
        return value;
    }

    @Override
    public void bytes(byte[] to) {
        byte[] bytes = (byte[]) values.remove();
        System.arraycopy(bytes, 0, to, 0, to.length);
    }

    @Override
    public String text() {
        return (String) values.remove();
    }

    @Override
    public IOException damaged(String what) {
        return new IOException(what);
    }
}
