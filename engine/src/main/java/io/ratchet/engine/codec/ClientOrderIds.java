package io.ratchet.engine.codec;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.ratchet.engine.sbe.ClientOrderIdDecoder;
import io.ratchet.engine.sbe.OrderRole;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;

/**
 * Text form of the client order ids of one account: 18 lower case letters and digits, so that an id alone tells,
 * without the journal, that an order is ours and what it is for.
 *
 * <pre>
 *   0   1 2   3 4 5 6 7 8    9 .. 13      14     15 16 17
 *  'r'  tag   epoch seconds  position    role    revision
 *   1    2    6, base 36     5, base 36   1      3, base 36
 * </pre>
 *
 * <p>Role letters: e entry, a anchor, s working stop, x limit exit, c market close. Immutable: any thread. Nothing here
 * allocates but the two methods that return a String.
 */
public final class ClientOrderIds {
    /** Bytes of an id. */
    public static final int LENGTH = 18;
    /** First byte of every id of ours. */
    public static final byte PREFIX = 'r';
    /** Largest epoch: 36^6 - 1 seconds, in the year 2038. */
    public static final long EPOCH_SECONDS_MAX = 2_176_782_335L;
    /** Largest position id: 36^5 - 1. */
    public static final long POSITION_ID_MAX = 60_466_175L;
    /** Largest revision: 36^3 - 1. */
    public static final int REVISION_MAX = 46_655;

    private static final int RADIX = 36;
    private static final int TAG_LENGTH = 2;
    private static final int TAG_OFFSET = 1;
    private static final int EPOCH_OFFSET = 3;
    private static final int EPOCH_DIGITS = 6;
    private static final int POSITION_OFFSET = 9;
    private static final int POSITION_DIGITS = 5;
    private static final int ROLE_OFFSET = 14;
    private static final int REVISION_OFFSET = 15;
    private static final int REVISION_DIGITS = 3;

    private final byte tagFirst;
    private final byte tagSecond;

    /**
     * Ids of one account.
     *
     * @param accountTag two lower case letters or digits.
     * @throws IllegalArgumentException if it is anything else.
     */
    public ClientOrderIds(final String accountTag) {
        if (accountTag.length() != TAG_LENGTH || digit(accountTag.charAt(0)) < 0 || digit(accountTag.charAt(1)) < 0) {
            throw new IllegalArgumentException(
                    "account tag: actual='" + accountTag + "' expected=2 lower case letters or digits");
        }
        tagFirst = (byte) accountTag.charAt(0);
        tagSecond = (byte) accountTag.charAt(1);
    }

    /**
     * Writes an id.
     *
     * @param epochSeconds 0 to {@link #EPOCH_SECONDS_MAX}.
     * @param positionId   0 to {@link #POSITION_ID_MAX}.
     * @param role         not NONE.
     * @param revision     0 to {@link #REVISION_MAX}.
     * @param target       receives {@link #LENGTH} bytes.
     * @param offset       of the first byte.
     * @return {@link #LENGTH}.
     * @throws IllegalArgumentException if a field is out of its range: such an id must never reach a venue.
     */
    public int format(
            final long epochSeconds,
            final long positionId,
            final OrderRole role,
            final int revision,
            final MutableDirectBuffer target,
            final int offset) {
        checkBounds("epochSeconds", epochSeconds, EPOCH_SECONDS_MAX);
        checkBounds("positionId", positionId, POSITION_ID_MAX);
        checkBounds("revision", revision, REVISION_MAX);
        target.putByte(offset, PREFIX);
        target.putByte(offset + TAG_OFFSET, tagFirst);
        target.putByte(offset + TAG_OFFSET + 1, tagSecond);
        putDigits(target, offset + EPOCH_OFFSET, EPOCH_DIGITS, epochSeconds);
        putDigits(target, offset + POSITION_OFFSET, POSITION_DIGITS, positionId);
        target.putByte(offset + ROLE_OFFSET, letter(role));
        putDigits(target, offset + REVISION_OFFSET, REVISION_DIGITS, revision);
        return LENGTH;
    }

    /**
     * Writes the id of a message.
     *
     * @param id     in the message.
     * @param target receives {@link #LENGTH} bytes.
     * @param offset of the first byte.
     * @return {@link #LENGTH}.
     */
    public int format(final ClientOrderIdDecoder id, final MutableDirectBuffer target, final int offset) {
        return format(id.epochSeconds(), id.positionId(), id.role(), id.revision(), target, offset);
    }

    /**
     * Writes an id into an array.
     *
     * @param epochSeconds 0 to {@link #EPOCH_SECONDS_MAX}.
     * @param positionId   0 to {@link #POSITION_ID_MAX}.
     * @param role         not NONE.
     * @param revision     0 to {@link #REVISION_MAX}.
     * @param target       receives {@link #LENGTH} bytes.
     * @param offset       of the first byte.
     * @return {@link #LENGTH}.
     */
    public int format(
            final long epochSeconds,
            final long positionId,
            final OrderRole role,
            final int revision,
            final byte[] target,
            final int offset) {
        checkBounds("epochSeconds", epochSeconds, EPOCH_SECONDS_MAX);
        checkBounds("positionId", positionId, POSITION_ID_MAX);
        checkBounds("revision", revision, REVISION_MAX);
        target[offset] = PREFIX;
        target[offset + TAG_OFFSET] = tagFirst;
        target[offset + TAG_OFFSET + 1] = tagSecond;
        putDigits(target, offset + EPOCH_OFFSET, EPOCH_DIGITS, epochSeconds);
        putDigits(target, offset + POSITION_OFFSET, POSITION_DIGITS, positionId);
        target[offset + ROLE_OFFSET] = letter(role);
        putDigits(target, offset + REVISION_OFFSET, REVISION_DIGITS, revision);
        return LENGTH;
    }

    /**
     * The id as text, for requests that are built of strings and for people. Allocates.
     *
     * @param epochSeconds of the id epoch.
     * @param positionId   of the position.
     * @param role         of the order.
     * @param revision     of the order.
     * @return the text.
     */
    public String formatted(final long epochSeconds, final long positionId, final OrderRole role, final int revision) {
        final byte[] bytes = new byte[LENGTH];
        format(epochSeconds, positionId, role, revision, bytes, 0);
        return new String(bytes, US_ASCII);
    }

    /**
     * The id of a message as text. Allocates.
     *
     * @param id in the message.
     * @return the text.
     */
    public String formatted(final ClientOrderIdDecoder id) {
        return formatted(id.epochSeconds(), id.positionId(), id.role(), id.revision());
    }

    /**
     * Reads an id that a venue shows.
     *
     * @param source of the bytes.
     * @param offset of the first byte.
     * @param length of the id.
     * @param fields receive the id; cleared to "not ours" if it is not an id of this account.
     * @return whether the order is ours.
     */
    public boolean parse(final DirectBuffer source, final int offset, final int length, final OrderIdFields fields) {
        fields.clear();
        if (length != LENGTH
                || source.getByte(offset) != PREFIX
                || source.getByte(offset + TAG_OFFSET) != tagFirst
                || source.getByte(offset + TAG_OFFSET + 1) != tagSecond) {
            return false;
        }
        final OrderRole role = role(source.getByte(offset + ROLE_OFFSET));
        final long epochSeconds = digits(source, offset + EPOCH_OFFSET, EPOCH_DIGITS);
        final long positionId = digits(source, offset + POSITION_OFFSET, POSITION_DIGITS);
        final long revision = digits(source, offset + REVISION_OFFSET, REVISION_DIGITS);
        return accept(fields, epochSeconds, positionId, role, revision);
    }

    /**
     * Reads an id that a venue shows.
     *
     * @param source of the bytes.
     * @param offset of the first byte.
     * @param length of the id.
     * @param fields receive the id; cleared to "not ours" if it is not an id of this account.
     * @return whether the order is ours.
     */
    public boolean parse(final byte[] source, final int offset, final int length, final OrderIdFields fields) {
        fields.clear();
        if (length != LENGTH
                || source[offset] != PREFIX
                || source[offset + TAG_OFFSET] != tagFirst
                || source[offset + TAG_OFFSET + 1] != tagSecond) {
            return false;
        }
        final OrderRole role = role(source[offset + ROLE_OFFSET]);
        final long epochSeconds = digits(source, offset + EPOCH_OFFSET, EPOCH_DIGITS);
        final long positionId = digits(source, offset + POSITION_OFFSET, POSITION_DIGITS);
        final long revision = digits(source, offset + REVISION_OFFSET, REVISION_DIGITS);
        return accept(fields, epochSeconds, positionId, role, revision);
    }

    /**
     * Reads an id from text. Allocates nothing.
     *
     * @param text   as the venue shows it; null is not ours.
     * @param fields receive the id; cleared to "not ours" if it is not an id of this account.
     * @return whether the order is ours.
     */
    public boolean parse(final CharSequence text, final OrderIdFields fields) {
        fields.clear();
        if (text == null
                || text.length() != LENGTH
                || text.charAt(0) != PREFIX
                || text.charAt(TAG_OFFSET) != tagFirst
                || text.charAt(TAG_OFFSET + 1) != tagSecond) {
            return false;
        }
        final OrderRole role = role(text.charAt(ROLE_OFFSET));
        final long epochSeconds = digits(text, EPOCH_OFFSET, EPOCH_DIGITS);
        final long positionId = digits(text, POSITION_OFFSET, POSITION_DIGITS);
        final long revision = digits(text, REVISION_OFFSET, REVISION_DIGITS);
        return accept(fields, epochSeconds, positionId, role, revision);
    }

    /**
     * The letter of a role.
     *
     * @param role of an order of ours.
     * @return its letter.
     * @throws IllegalArgumentException for NONE, which no order of ours has.
     */
    public static byte letter(final OrderRole role) {
        switch (role) {
            case ENTRY:
                return 'e';
            case ANCHOR:
                return 'a';
            case STOP:
                return 's';
            case EXIT:
                return 'x';
            case CLOSE:
                return 'c';
            default:
                throw new IllegalArgumentException("order role: actual=" + role + " expected=a role of ours");
        }
    }

    /**
     * The role of a letter.
     *
     * @param letter of an id.
     * @return the role, NONE if no role has that letter.
     */
    public static OrderRole role(final int letter) {
        switch (letter) {
            case 'e':
                return OrderRole.ENTRY;
            case 'a':
                return OrderRole.ANCHOR;
            case 's':
                return OrderRole.STOP;
            case 'x':
                return OrderRole.EXIT;
            case 'c':
                return OrderRole.CLOSE;
            default:
                return OrderRole.NONE;
        }
    }

    private static boolean accept(
            final OrderIdFields fields,
            final long epochSeconds,
            final long positionId,
            final OrderRole role,
            final long revision) {
        if (role == OrderRole.NONE || (epochSeconds | positionId | revision) < 0) {
            return false;
        }
        fields.set(epochSeconds, positionId, role, (int) revision);
        return true;
    }

    private static void checkBounds(final String field, final long actual, final long max) {
        if (actual < 0 || actual > max) {
            throw new IllegalArgumentException(
                    "client order id " + field + ": actual=" + actual + " expected=0.." + max);
        }
    }

    private static void putDigits(
            final MutableDirectBuffer target, final int offset, final int count, final long value) {
        long rest = value;
        for (int i = offset + count - 1; i >= offset; i--) {
            target.putByte(i, character((int) (rest % RADIX)));
            rest /= RADIX;
        }
    }

    private static void putDigits(final byte[] target, final int offset, final int count, final long value) {
        long rest = value;
        for (int i = offset + count - 1; i >= offset; i--) {
            target[i] = character((int) (rest % RADIX));
            rest /= RADIX;
        }
    }

    /** The value, or -1 if one of the characters is no digit. */
    private static long digits(final DirectBuffer source, final int offset, final int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = append(value, source.getByte(offset + i));
        }
        return value;
    }

    private static long digits(final byte[] source, final int offset, final int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = append(value, source[offset + i]);
        }
        return value;
    }

    private static long digits(final CharSequence source, final int offset, final int count) {
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = append(value, source.charAt(offset + i));
        }
        return value;
    }

    private static long append(final long value, final int character) {
        final int digit = digit(character);
        return value < 0 || digit < 0 ? -1 : value * RADIX + digit;
    }

    private static int digit(final int character) {
        if (character >= '0' && character <= '9') {
            return character - '0';
        }
        return character >= 'a' && character <= 'z' ? character - 'a' + 10 : -1;
    }

    private static byte character(final int digit) {
        return (byte) (digit < 10 ? '0' + digit : 'a' + digit - 10);
    }
}
