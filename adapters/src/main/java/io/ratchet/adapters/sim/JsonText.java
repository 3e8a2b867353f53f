package io.ratchet.adapters.sim;

/** Writes one JSON value, in the order it is told. Not thread-safe. */
public final class JsonText {
    private static final int CONTROL = 0x20;
    private static final int HEX = 16;

    private final StringBuilder out = new StringBuilder(256);
    private boolean comma;

    /**
     * Opens an object as a value.
     *
     * @return this.
     */
    public JsonText object() {
        separate();
        out.append('{');
        comma = false;
        return this;
    }

    /**
     * Opens an object as a field.
     *
     * @param name of the field.
     * @return this.
     */
    public JsonText object(final String name) {
        key(name);
        out.append('{');
        comma = false;
        return this;
    }

    /**
     * Closes an object.
     *
     * @return this.
     */
    public JsonText end() {
        out.append('}');
        comma = true;
        return this;
    }

    /**
     * Opens an array as a value.
     *
     * @return this.
     */
    public JsonText array() {
        separate();
        out.append('[');
        comma = false;
        return this;
    }

    /**
     * Opens an array as a field.
     *
     * @param name of the field.
     * @return this.
     */
    public JsonText array(final String name) {
        key(name);
        out.append('[');
        comma = false;
        return this;
    }

    /**
     * Closes an array.
     *
     * @return this.
     */
    public JsonText close() {
        out.append(']');
        comma = true;
        return this;
    }

    /**
     * A text field.
     *
     * @param name  of the field.
     * @param value null for JSON null.
     * @return this.
     */
    public JsonText text(final String name, final String value) {
        key(name);
        if (value == null) {
            out.append("null");
        } else {
            quote(value);
        }
        return this;
    }

    /**
     * A whole number field.
     *
     * @param name  of the field.
     * @param value of it.
     * @return this.
     */
    public JsonText number(final String name, final long value) {
        key(name);
        out.append(value);
        return this;
    }

    /**
     * A boolean field.
     *
     * @param name  of the field.
     * @param value of it.
     * @return this.
     */
    public JsonText flag(final String name, final boolean value) {
        key(name);
        out.append(value);
        return this;
    }

    /**
     * A field that is JSON already.
     *
     * @param name of the field.
     * @param json of it.
     * @return this.
     */
    public JsonText raw(final String name, final String json) {
        key(name);
        out.append(json);
        return this;
    }

    /**
     * A value that is JSON already.
     *
     * @param json of it.
     * @return this.
     */
    public JsonText raw(final String json) {
        separate();
        out.append(json);
        return this;
    }

    /**
     * A text value in an array.
     *
     * @param value of it.
     * @return this.
     */
    public JsonText text(final String value) {
        separate();
        quote(value);
        return this;
    }

    @Override
    public String toString() {
        return out.toString();
    }

    private void key(final String name) {
        separate();
        quote(name);
        out.append(':');
    }

    private void separate() {
        if (comma) {
            out.append(',');
        }
        comma = true;
    }

    private void quote(final String value) {
        out.append('"');
        for (int i = 0; i < value.length(); i++) {
            final char c = value.charAt(i);
            if (c == '"' || c == '\\') {
                out.append('\\').append(c);
            } else if (c < CONTROL) {
                out.append("\\u00").append(c < HEX ? "0" : "").append(Integer.toHexString(c));
            } else {
                out.append(c);
            }
        }
        out.append('"');
    }
}
