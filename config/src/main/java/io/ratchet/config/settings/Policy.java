package io.ratchet.config.settings;

import io.ratchet.engine.sbe.ConfigAppliedEncoder;
import io.ratchet.engine.sbe.Flag;
import io.ratchet.engine.sbe.ForeignPolicy;
import io.ratchet.engine.sbe.MarginMode;
import io.ratchet.engine.sbe.OverloadPolicy;
import io.ratchet.engine.sbe.ZombieForeign;
import java.util.List;
import java.util.Locale;

/**
 * Every number that changes a decision; enters the journal as {@code ConfigApplied}. Durations are wall durations in
 * ns, ratios parts per million, money 1e-8.
 *
 * @param stopPpm   distance of the first stop from the entry.
 * @param trailing  the smart trailing stop.
 * @param options   of the trailing stop.
 * @param guard     the look at everything, and the health of positions.
 * @param protect   deadlines of a position without a confirmed stop.
 * @param close     the close ladder.
 * @param prices    ages and distances of prices.
 * @param entry     what an entry needs.
 * @param limits    size and limits.
 * @param waves     waves of signals.
 * @param reconcile reads of the venue.
 * @param venue     windows, limits and fees of the venue.
 * @param foreign   what is done about positions that are not ours.
 * @param zombies   what is done about orders that no position needs.
 * @param aged      winding down what has grown old.
 */
public record Policy(
        int stopPpm,
        Trailing trailing,
        TrailingOptions options,
        GuardOptions guard,
        Protect protect,
        Close close,
        Prices prices,
        Entry entry,
        Limits limits,
        Waves waves,
        Reconcile reconcile,
        VenuePolicy venue,
        Foreign foreign,
        Zombies zombies,
        Aged aged) {

    static Policy of(final Values values) {
        return new Policy(
                values.ppm("stop.percent"),
                Trailing.of(values),
                TrailingOptions.of(values),
                GuardOptions.of(values),
                Protect.of(values),
                Close.of(values),
                Prices.of(values),
                Entry.of(values),
                Limits.of(values),
                Waves.of(values),
                Reconcile.of(values),
                VenuePolicy.of(values),
                Foreign.of(values),
                Zombies.of(values),
                Aged.of(values));
    }

    /**
     * Encodes everything but {@code timeNs}, which the ring stamps.
     *
     * @param encoder    wrapped, header applied.
     * @param speedMilli thousandths of the speed of the engine clock; network durations are stretched by it so that
     *                   3 s stay 3 s of wall time, business durations are not.
     * @return the encoder.
     */
    public ConfigAppliedEncoder encode(final ConfigAppliedEncoder encoder, final int speedMilli) {
        final Stretch stretch = new Stretch(speedMilli);
        encoder.timeNs(0).clockSpeedMilli(speedMilli).stopPpm(stopPpm);
        trailing.encode(encoder);
        options.encode(encoder);
        guard.encode(encoder);
        protect.encode(encoder, stretch);
        close.encode(encoder, stretch);
        prices.encode(encoder, stretch);
        entry.encode(encoder, stretch);
        limits.encode(encoder);
        waves.encode(encoder);
        reconcile.encode(encoder, stretch);
        venue.encode(encoder, stretch);
        foreign.encode(encoder);
        zombies.encode(encoder);
        aged.encode(encoder);
        return encoder;
    }

    /** Wall durations into engine durations. */
    private record Stretch(int speedMilli) {
        long of(final long wallNs) {
            return Math.multiplyExact(wallNs, speedMilli) / 1_000;
        }
    }

    /**
     * The smart trailing stop.
     *
     * @param activationPpm          profit that latches it.
     * @param callbackPpm            distance from the peak.
     * @param minImprovementPpm      after the interval.
     * @param overrideImprovementPpm at once.
     * @param minIntervalNs          between confirmed levels.
     */
    public record Trailing(
            int activationPpm, int callbackPpm, int minImprovementPpm, int overrideImprovementPpm, long minIntervalNs) {
        private static Trailing of(final Values values) {
            return new Trailing(
                    values.ppm("trailing.activation_percent"),
                    values.ppm("trailing.callback_percent"),
                    values.ppm("trailing.min_improvement_percent"),
                    values.ppm("trailing.override_improvement_percent"),
                    values.nanos("trailing.min_interval_s"));
        }

        private void encode(final ConfigAppliedEncoder encoder) {
            encoder.activationPpm(activationPpm)
                    .callbackPpm(callbackPpm)
                    .moveMinImprovementPpm(minImprovementPpm)
                    .moveOverridePpm(overrideImprovementPpm)
                    .moveMinIntervalNs(minIntervalNs);
        }
    }

    /**
     * Winding down positions that have grown old. The durations are about the age of a position, so they do not stretch.
     *
     * @param afterNs            age at which it begins; 0 is off.
     * @param graceNs            at the entry and its fees.
     * @param progressiveNs      at a growing loss.
     * @param commissionPpm      of one side.
     * @param lossStepPpm        an hour.
     * @param acceleratedAfterNs after the grace.
     * @param accelerationPpm    of the step.
     * @param maxLossPpm         of the ladder.
     * @param movePpm            that amends the exit.
     * @param stopGapPpm         that cancels the exit.
     * @param placePauseNs       between two exits.
     * @param keepsExits         over a shutdown.
     * @param regionBlockNs      no entries after the venue refused one for good.
     */
    public record Aged(
            long afterNs,
            long graceNs,
            long progressiveNs,
            int commissionPpm,
            int lossStepPpm,
            long acceleratedAfterNs,
            int accelerationPpm,
            int maxLossPpm,
            int movePpm,
            int stopGapPpm,
            long placePauseNs,
            boolean keepsExits,
            long regionBlockNs) {
        private static final long NS_PER_SECOND = 1_000_000_000L;

        private static Aged of(final Values values) {
            return new Aged(
                    values.nanos("aged.after_h"),
                    values.nanos("aged.grace_h"),
                    values.nanos("aged.progressive_h"),
                    values.ppm("aged.commission_percent"),
                    values.ppm("aged.loss_step_percent"),
                    values.nanos("aged.accelerated_after_h"),
                    values.ppm("aged.acceleration_percent"),
                    values.ppm("aged.max_loss_percent"),
                    values.ppm("aged.move_percent"),
                    values.ppm("aged.stop_gap_percent"),
                    values.nanos("aged.place_pause_s"),
                    "keep".equals(values.text("shutdown.exits")),
                    values.nanos("entry.region_block_h"));
        }

        private void encode(final ConfigAppliedEncoder encoder) {
            encoder.agedAfterSeconds(afterNs / NS_PER_SECOND)
                    .agedGraceSeconds(graceNs / NS_PER_SECOND)
                    .agedProgressiveSeconds(progressiveNs / NS_PER_SECOND)
                    .agedCommissionPpm(commissionPpm)
                    .agedLossStepPpm(lossStepPpm)
                    .agedAccelerationAfterSeconds(acceleratedAfterNs / NS_PER_SECOND)
                    .agedAccelerationPpm(accelerationPpm)
                    .agedMaxLossPpm(maxLossPpm)
                    .agedMovePpm(movePpm)
                    .agedStopGapPpm(stopGapPpm)
                    .agedPlacePauseSeconds(placePauseNs / NS_PER_SECOND)
                    .shutdownKeepsExits(keepsExits ? Flag.YES : Flag.NO)
                    .regionBlockSeconds(regionBlockNs / NS_PER_SECOND);
        }
    }

    /**
     * Deadlines of a position without a confirmed stop.
     *
     * @param deadlineNs      from the first fill.
     * @param panicNs         extended once.
     * @param overloadRetryNs between placements at an overloaded venue.
     * @param overload        what to do at panic then.
     */
    public record Protect(long deadlineNs, long panicNs, long overloadRetryNs, OverloadPolicy overload) {
        private static Protect of(final Values values) {
            return new Protect(
                    values.nanos("protect.deadline_ms"),
                    values.nanos("protect.panic_ms"),
                    values.nanos("protect.overload_retry_ms"),
                    "close".equals(values.text("protect.overload")) ? OverloadPolicy.CLOSE : OverloadPolicy.HOLD);
        }

        private void encode(final ConfigAppliedEncoder encoder, final Stretch stretch) {
            encoder.protectDeadlineNs(stretch.of(deadlineNs))
                    .panicNs(stretch.of(panicNs))
                    .overloadRetryNs(stretch.of(overloadRetryNs))
                    .overloadPolicy(overload);
        }
    }

    /**
     * The close ladder.
     *
     * @param ladderNs         between rungs.
     * @param slippagePpm      of the limit where no band is known.
     * @param reduceOnlyWaitNs for our own exits to go.
     * @param firstEvidenceNs  until the position is read.
     */
    public record Close(long ladderNs, int slippagePpm, long reduceOnlyWaitNs, long firstEvidenceNs) {
        private static Close of(final Values values) {
            return new Close(
                    values.nanos("close.ladder_ms"),
                    values.ppm("close.slippage_percent"),
                    values.nanos("close.reduce_only_wait_ms"),
                    values.nanos("close.first_evidence_ms"));
        }

        private void encode(final ConfigAppliedEncoder encoder, final Stretch stretch) {
            encoder.closeLadderNs(stretch.of(ladderNs))
                    .closeSlippagePpm(slippagePpm)
                    .reduceOnlyWaitNs(stretch.of(reduceOnlyWaitNs))
                    .closeFirstEvidenceNs(stretch.of(firstEvidenceNs));
        }
    }

    /**
     * Ages and distances of prices. The ages are about a silent feed, so they stretch; quarantine is about the market
     * in the data, so it does not.
     *
     * @param markMaxAgeNs           oldest mark.
     * @param lastMaxAgeNs           oldest last and book.
     * @param lastMarkDeviationPpm   at entry.
     * @param quarantineJumpPpm      from the last accepted mark.
     * @param quarantineWindowNs     within this time.
     * @param quarantineDeviationPpm from mid or last.
     * @param quarantineConfirmNs    until a second mark is believed.
     */
    public record Prices(
            long markMaxAgeNs,
            long lastMaxAgeNs,
            int lastMarkDeviationPpm,
            int quarantineJumpPpm,
            long quarantineWindowNs,
            int quarantineDeviationPpm,
            long quarantineConfirmNs) {
        private static Prices of(final Values values) {
            return new Prices(
                    values.nanos("prices.mark_max_age_ms"),
                    values.nanos("prices.last_max_age_ms"),
                    values.ppm("prices.last_mark_deviation_percent"),
                    values.ppm("quarantine.jump_percent"),
                    values.nanos("quarantine.window_ms"),
                    values.ppm("quarantine.deviation_percent"),
                    values.nanos("quarantine.confirm_ms"));
        }

        private void encode(final ConfigAppliedEncoder encoder, final Stretch stretch) {
            encoder.markMaxAgeNs(stretch.of(markMaxAgeNs))
                    .lastMaxAgeNs(stretch.of(lastMaxAgeNs))
                    .lastMarkDeviationPpm(lastMarkDeviationPpm)
                    .quarantineJumpPpm(quarantineJumpPpm)
                    .quarantineWindowNs(quarantineWindowNs)
                    .quarantineDeviationPpm(quarantineDeviationPpm)
                    .quarantineConfirmNs(quarantineConfirmNs);
        }
    }

    /**
     * What an entry needs.
     *
     * @param leverage             times.
     * @param marginMode           of the symbol.
     * @param liquidationBufferPpm between stop and liquidation.
     * @param priceWaitNs          for the first price.
     * @param reopenBlockNs        after an end by a stop that would have triggered at once.
     */
    public record Entry(
            int leverage, MarginMode marginMode, int liquidationBufferPpm, long priceWaitNs, long reopenBlockNs) {
        private static Entry of(final Values values) {
            return new Entry(
                    values.integer("entry.leverage"),
                    "crossed".equals(values.text("entry.margin_mode")) ? MarginMode.CROSSED : MarginMode.ISOLATED,
                    values.ppm("entry.liquidation_buffer_percent"),
                    values.nanos("entry.price_wait_ms"),
                    values.nanos("entry.reopen_block_s"));
        }

        private void encode(final ConfigAppliedEncoder encoder, final Stretch stretch) {
            encoder.leverage(leverage)
                    .marginMode(marginMode)
                    .liquidationBufferPpm(liquidationBufferPpm)
                    .entryPriceWaitNs(stretch.of(priceWaitNs))
                    .reopenBlockNs(reopenBlockNs);
        }
    }

    /**
     * Size and limits.
     *
     * @param sizingMoney   notional of a position.
     * @param positions     at most.
     * @param exposureMoney at most.
     */
    public record Limits(long sizingMoney, int positions, long exposureMoney) {
        private static Limits of(final Values values) {
            return new Limits(
                    values.money("sizing.fixed_usd"),
                    values.integer("limits.positions"),
                    values.money("limits.exposure_usd"));
        }

        private void encode(final ConfigAppliedEncoder encoder) {
            encoder.sizingMoney(sizingMoney).maxPositions(positions).maxExposureMoney(exposureMoney);
        }
    }

    /**
     * Waves of signals.
     *
     * @param enabled       open on them.
     * @param positions     at most per wave.
     * @param bufferPercent more that are tried first.
     * @param checkMinutes  of the hour.
     */
    public record Waves(boolean enabled, int positions, int bufferPercent, List<Integer> checkMinutes) {
        private static Waves of(final Values values) {
            return new Waves(
                    values.flag("waves.enabled"),
                    values.integer("waves.positions"),
                    values.integer("waves.buffer_percent"),
                    values.integers("waves.check_minutes"));
        }

        /**
         * The check minutes as bits.
         *
         * @return bit m is set for minute m.
         */
        public long checkMinuteMask() {
            long mask = 0;
            for (final int minute : checkMinutes) {
                mask |= 1L << minute;
            }
            return mask;
        }

        private void encode(final ConfigAppliedEncoder encoder) {
            encoder.maxPerWave(positions)
                    .waveBufferPercent(bufferPercent)
                    .waveCheckMinuteMask(checkMinuteMask())
                    .waveEnabled(enabled ? Flag.YES : Flag.NO);
        }
    }

    /**
     * Reads of the venue.
     *
     * @param intervalNs      between reconciliations.
     * @param resyncJumpNs    of the clock.
     * @param queryRetryNs    between queries.
     * @param absenceMarginNs before a read proves absence.
     * @param startupHaltedNs exception for halted symbols.
     * @param idRetentionNs   of ended orders.
     * @param positionVisibleNs after its fill, at a venue that may show a position late.
     */
    public record Reconcile(
            long intervalNs,
            long resyncJumpNs,
            long queryRetryNs,
            long absenceMarginNs,
            long startupHaltedNs,
            long idRetentionNs,
            long positionVisibleNs) {
        private static final long NS_PER_SECOND = 1_000_000_000L;

        private static Reconcile of(final Values values) {
            return new Reconcile(
                    values.nanos("reconcile.interval_s"),
                    values.nanos("reconcile.resync_jump_ms"),
                    values.nanos("reconcile.query_retry_ms"),
                    values.nanos("reconcile.absence_margin_ms"),
                    values.nanos("reconcile.startup_halted_s"),
                    values.nanos("reconcile.id_retention_h"),
                    values.nanos("reconcile.position_visible_s"));
        }

        private void encode(final ConfigAppliedEncoder encoder, final Stretch stretch) {
            encoder.reconcileIntervalNs(intervalNs)
                    .resyncJumpNs(stretch.of(resyncJumpNs))
                    .queryRetryNs(stretch.of(queryRetryNs))
                    .absenceMarginNs(stretch.of(absenceMarginNs))
                    .startupHaltedNs(stretch.of(startupHaltedNs))
                    .idRetentionNs(idRetentionNs)
                    .positionVisibleSeconds(stretch.of(positionVisibleNs) / NS_PER_SECOND);
        }
    }

    /**
     * Windows, limits and fees of the venue.
     *
     * @param recvWindowNs             of requests.
     * @param entryRecvWindowNs        of entries.
     * @param conditionalOrders        the venue allows.
     * @param conditionalOrdersReserve kept for moves.
     * @param takerFeePpm              assumed.
     * @param makerFeePpm              assumed.
     */
    public record VenuePolicy(
            long recvWindowNs,
            long entryRecvWindowNs,
            int conditionalOrders,
            int conditionalOrdersReserve,
            int takerFeePpm,
            int makerFeePpm) {
        private static VenuePolicy of(final Values values) {
            return new VenuePolicy(
                    values.nanos("venue.recv_window_ms"),
                    values.nanos("venue.entry_recv_window_ms"),
                    values.integer("venue.conditional_orders"),
                    values.integer("venue.conditional_orders_reserve"),
                    values.ppm("venue.taker_fee_percent"),
                    values.ppm("venue.maker_fee_percent"));
        }

        private void encode(final ConfigAppliedEncoder encoder, final Stretch stretch) {
            encoder.recvWindowNs(stretch.of(recvWindowNs))
                    .entryRecvWindowNs(stretch.of(entryRecvWindowNs))
                    .conditionalOrdersMax(conditionalOrders)
                    .conditionalOrdersReserve(conditionalOrdersReserve)
                    .takerFeePpm(takerFeePpm)
                    .makerFeePpm(makerFeePpm);
        }
    }

    /**
     * Positions that are not ours.
     *
     * @param policy   what is done about them.
     * @param guardPpm distance of a guard from the mark.
     */
    public record Foreign(ForeignPolicy policy, int guardPpm) {
        private static Foreign of(final Values values) {
            final String policy = values.text("foreign.policy");
            final ForeignPolicy dedicated =
                    values.flag("account.dedicated") ? ForeignPolicy.GUARD : ForeignPolicy.ALERT;
            return new Foreign(
                    "auto".equals(policy) ? dedicated : ForeignPolicy.valueOf(policy.toUpperCase(Locale.ROOT)),
                    values.ppm("foreign.guard_percent"));
        }

        private void encode(final ConfigAppliedEncoder encoder) {
            encoder.foreignPolicy(policy).guardPpm(guardPpm);
        }
    }

    /**
     * Orders that no position needs, and another instance. Seconds of the wall: the core stretches them.
     *
     * @param graceS         before one is cancelled.
     * @param minS           least time between two looks.
     * @param maxS           most time between two looks.
     * @param tries          before one is reported.
     * @param foreign        what is done about those of others.
     * @param instanceQuietS after which another instance is thought to be gone.
     */
    public record Zombies(int graceS, int minS, int maxS, int tries, ZombieForeign foreign, int instanceQuietS) {
        private static Zombies of(final Values values) {
            return new Zombies(
                    values.integer("zombie.grace_s"),
                    values.integer("zombie.interval_min_s"),
                    values.integer("zombie.interval_max_s"),
                    values.integer("zombie.tries"),
                    "cancel".equals(values.text("zombie.foreign")) ? ZombieForeign.CANCEL : ZombieForeign.REPORT,
                    values.integer("account.instance_quiet_s"));
        }

        private void encode(final ConfigAppliedEncoder encoder) {
            encoder.zombieGraceSeconds(graceS)
                    .zombieMinSeconds(minS)
                    .zombieMaxSeconds(maxS)
                    .zombieTries(tries)
                    .zombieForeign(foreign)
                    .instanceQuietSeconds(instanceQuietS);
        }
    }
}
