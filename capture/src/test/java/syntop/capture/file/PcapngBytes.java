package syntop.capture.file;

import java.nio.ByteOrder;

/** Writes pcapng files (draft-ietf-opsawg-pcapng), sound ones and others. */
final class PcapngBytes extends CaptureBytes {
    private PcapngBytes(ByteOrder order) {
        super(order);
    }

    /** A file with a section header. */
    static PcapngBytes pcapng(ByteOrder order) {
        return new PcapngBytes(order).section(order);
    }

    /** A little-endian file with one Ethernet interface of microseconds. */
    static PcapngBytes withInterface() {
        return pcapng(ByteOrder.LITTLE_ENDIAN).ethernet();
    }

    PcapngBytes section(ByteOrder next) {
        return section(next, 1, 0);
    }

    PcapngBytes section(ByteOrder next, int major, int minor) {
        order(next);
        CaptureBytes body = body();
        body.u32(0x1A2B_3C4D).u16(major).u16(minor).u64(-1); // section length: not known
        return block(0x0A0D_0D0A, body.bytes());
    }

    PcapngBytes ethernet() {
        return describe(1, 0);
    }

    /** An interface description; options as {@link #option} makes them. */
    PcapngBytes describe(int linkType, long snapLen, byte[]... options) {
        CaptureBytes body = body();
        body.u16(linkType).u16(0).u32(snapLen);
        for (byte[] option : options) body.raw(option);
        return block(1, body.bytes());
    }

    /** One option in the byte order of the section. */
    byte[] option(int code, byte... value) {
        return body().u16(code).u16(value.length).raw(value).pad(4).bytes();
    }

    byte[] resolution(int value) {
        return option(9, (byte) value);
    }

    byte[] offsetSeconds(long seconds) {
        return option(14, body().u64(seconds).bytes());
    }

    /** An enhanced packet block of which the lengths are right. */
    PcapngBytes packet(int id, long units, byte... frame) {
        return packet(id, units, frame.length, frame.length, frame);
    }

    PcapngBytes packet(int id, long units, long capLen, long wireLen, byte... frame) {
        CaptureBytes body = body().u32(id).u32(units >>> 32).u32(units).u32(capLen).u32(wireLen);
        return block(6, body.raw(frame).pad(4).bytes());
    }

    PcapngBytes simple(long wireLen, byte... frame) {
        return block(3, body().u32(wireLen).raw(frame).pad(4).bytes());
    }

    PcapngBytes obsolete(int id, long units, byte... frame) {
        CaptureBytes body = body().u16(id).u16(0xFFFF).u32(units >>> 32).u32(units);
        body.u32(frame.length).u32(frame.length).raw(frame).pad(4);
        return block(2, body.bytes());
    }

    PcapngBytes block(long type, byte... body) {
        return block(type, body.length + 12, body.length + 12, body);
    }

    PcapngBytes block(long type, long length, long trailer, byte... body) {
        u32(type).u32(length).raw(body).u32(trailer);
        return this;
    }

    private CaptureBytes body() {
        return new CaptureBytes(order());
    }
}
