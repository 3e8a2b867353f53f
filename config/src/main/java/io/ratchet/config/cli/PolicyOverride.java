package io.ratchet.config.cli;

import io.ratchet.config.settings.Settings;
import io.ratchet.config.settings.SettingsException;
import io.ratchet.config.settings.SettingsLoader;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.EntriesAppliedDecoder;
import io.ratchet.engine.sbe.EntriesAppliedEncoder;
import io.ratchet.engine.sbe.LimitsAppliedDecoder;
import io.ratchet.engine.sbe.LimitsAppliedEncoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MessageHeaderEncoder;
import io.ratchet.engine.state.InputRewriter;
import io.ratchet.journal.message.MessageField;
import io.ratchet.journal.message.MessageLayout;
import io.ratchet.journal.message.MessageSchema;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * What if a policy value had been another: writes the fields that given settings stand for into each journaled
 * ConfigApplied, EntriesApplied and LimitsApplied and leaves the others as they are.
 *
 * <p>Which fields a key stands for is not written down a second time: they are those whose bytes change when the key
 * does.
 */
final class PolicyOverride implements InputRewriter {
    private static final int REAL_TIME_MILLI = 1_000;
    private static final int BODY = MessageHeaderDecoder.ENCODED_LENGTH;
    private static final int BUFFER_LENGTH = 512;

    private final Settings changed;
    private final List<MessageField> fields = new ArrayList<>();
    private final List<MessageField> entryFields = new ArrayList<>();
    private final List<MessageField> limitFields = new ArrayList<>();
    private int speedMilli = REAL_TIME_MILLI;
    private final MessageHeaderDecoder header = new MessageHeaderDecoder();
    private final ConfigAppliedDecoder config = new ConfigAppliedDecoder();

    /**
     * For some settings.
     *
     * @param values by key, at least one, each a part of the policy.
     * @throws SettingsException if a key or value is not valid, or a key changes no decision.
     */
    PolicyOverride(final Map<String, String> values) {
        this.changed = SettingsLoader.loadUnruled(values);
        for (final Map.Entry<String, String> value : values.entrySet()) {
            final Map<String, String> other = new LinkedHashMap<>(values);
            other.put(value.getKey(), SettingsLoader.otherValue(value.getKey(), value.getValue()));
            final Settings others = SettingsLoader.loadUnruled(other);
            final boolean isFound =
                    addFields(fields, encoded(changed, REAL_TIME_MILLI), encoded(others, REAL_TIME_MILLI));
            final boolean isOfEntries =
                    addFields(entryFields, entries(changed, REAL_TIME_MILLI), entries(others, REAL_TIME_MILLI));
            final boolean isOfLimits =
                    addFields(limitFields, limits(changed, REAL_TIME_MILLI), limits(others, REAL_TIME_MILLI));
            if (!isFound && !isOfEntries && !isOfLimits) {
                throw new SettingsException("flag: key '" + value.getKey()
                        + "': actual=not part of the journaled policy expected=a key with reload class decision");
            }
        }
    }

    private static boolean addFields(
            final List<MessageField> fields, final UnsafeBuffer wanted, final UnsafeBuffer other) {
        boolean isFound = false;
        for (final MessageField field : layout(wanted).fields()) {
            if (differs(wanted, other, BODY + field.offset(), field.length())) {
                fields.add(field);
                isFound = true;
            }
        }
        return isFound;
    }

    private static MessageLayout layout(final UnsafeBuffer buffer) {
        return MessageSchema.instance().layoutOf(buffer, 0);
    }

    private static boolean differs(final UnsafeBuffer a, final UnsafeBuffer b, final int offset, final int length) {
        for (int i = offset; i < offset + length; i++) {
            if (a.getByte(i) != b.getByte(i)) {
                return true;
            }
        }
        return false;
    }

    private static UnsafeBuffer encoded(final Settings settings, final int speedMilli) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
        settings.toConfigApplied(
                new ConfigAppliedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()), speedMilli);
        return buffer;
    }

    private static UnsafeBuffer limits(final Settings settings, final int speedMilli) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
        settings.results()
                .encode(
                        new LimitsAppliedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()),
                        speedMilli);
        return buffer;
    }

    private static UnsafeBuffer entries(final Settings settings, final int speedMilli) {
        final UnsafeBuffer buffer = new UnsafeBuffer(new byte[BUFFER_LENGTH]);
        settings.entries()
                .encode(
                        new EntriesAppliedEncoder().wrapAndApplyHeader(buffer, 0, new MessageHeaderEncoder()),
                        speedMilli);
        return buffer;
    }

    @Override
    public void rewrite(final long sequence, final MutableDirectBuffer buffer, final int offset, final int length) {
        header.wrap(buffer, offset);
        if (header.templateId() == ConfigAppliedDecoder.TEMPLATE_ID) {
            config.wrapAndApplyHeader(buffer, offset, header);
            // EntriesApplied follows, and is encoded at the same speed.
            speedMilli = (int) config.clockSpeedMilli();
            put(fields, encoded(changed, speedMilli), buffer, offset);
        } else if (header.templateId() == EntriesAppliedDecoder.TEMPLATE_ID) {
            put(entryFields, entries(changed, speedMilli), buffer, offset);
        } else if (header.templateId() == LimitsAppliedDecoder.TEMPLATE_ID) {
            put(limitFields, limits(changed, speedMilli), buffer, offset);
        }
    }

    private void put(
            final List<MessageField> fields,
            final UnsafeBuffer wanted,
            final MutableDirectBuffer buffer,
            final int offset) {
        for (final MessageField field : fields) {
            // A journal of an older schema has a shorter block: what it does not hold cannot be changed.
            if (field.offset() + field.length() <= header.blockLength()) {
                buffer.putBytes(offset + BODY + field.offset(), wanted, BODY + field.offset(), field.length());
            }
        }
    }
}
