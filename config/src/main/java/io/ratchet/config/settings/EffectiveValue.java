package io.ratchet.config.settings;

/**
 * One key with its value in force.
 *
 * @param key    its path, dots between its parts.
 * @param value  as text; of a secret only the reference.
 * @param source default, file and line, environment variable or flag.
 */
public record EffectiveValue(String key, String value, String source) {}
