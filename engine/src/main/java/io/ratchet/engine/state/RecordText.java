package io.ratchet.engine.state;

import io.ratchet.engine.sbe.AgedPhaseChangedDecoder;
import io.ratchet.engine.sbe.AgedTargetDecoder;
import io.ratchet.engine.sbe.AlertRaisedDecoder;
import io.ratchet.engine.sbe.BalanceUpdateDecoder;
import io.ratchet.engine.sbe.CancelOrderDecoder;
import io.ratchet.engine.sbe.CancelStopDecoder;
import io.ratchet.engine.sbe.ClockTickDecoder;
import io.ratchet.engine.sbe.CloseAtMarketDecoder;
import io.ratchet.engine.sbe.CloseStartedDecoder;
import io.ratchet.engine.sbe.CommandResultDecoder;
import io.ratchet.engine.sbe.CommandWithheldDecoder;
import io.ratchet.engine.sbe.ConfigAppliedDecoder;
import io.ratchet.engine.sbe.EntriesAppliedDecoder;
import io.ratchet.engine.sbe.EntryRefusedDecoder;
import io.ratchet.engine.sbe.ExitOrderEndedDecoder;
import io.ratchet.engine.sbe.ExitOrderMovedDecoder;
import io.ratchet.engine.sbe.ExitOrderPlacedDecoder;
import io.ratchet.engine.sbe.FeedStatusDecoder;
import io.ratchet.engine.sbe.FillDecoder;
import io.ratchet.engine.sbe.ForeignExposureFoundDecoder;
import io.ratchet.engine.sbe.ForeignInstanceClearedDecoder;
import io.ratchet.engine.sbe.ForeignInstanceFoundDecoder;
import io.ratchet.engine.sbe.ForeignPolicyChangedDecoder;
import io.ratchet.engine.sbe.ForeignReleasedDecoder;
import io.ratchet.engine.sbe.FundingBookedDecoder;
import io.ratchet.engine.sbe.FundingPaidDecoder;
import io.ratchet.engine.sbe.HealthScoreDecoder;
import io.ratchet.engine.sbe.InstrumentDefinedDecoder;
import io.ratchet.engine.sbe.InstrumentStatusChangedDecoder;
import io.ratchet.engine.sbe.KillCertificateDecoder;
import io.ratchet.engine.sbe.LatchReleasedDecoder;
import io.ratchet.engine.sbe.LatchRestoredDecoder;
import io.ratchet.engine.sbe.LatchSetDecoder;
import io.ratchet.engine.sbe.LedgerCorrectedDecoder;
import io.ratchet.engine.sbe.LeftoverOrderClearedDecoder;
import io.ratchet.engine.sbe.LeftoverOrderFoundDecoder;
import io.ratchet.engine.sbe.LeftoverSweepDecoder;
import io.ratchet.engine.sbe.LimitsAppliedDecoder;
import io.ratchet.engine.sbe.LooseIntervalDecoder;
import io.ratchet.engine.sbe.MarkQuarantinedDecoder;
import io.ratchet.engine.sbe.MarketStatsDecoder;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.MoveExitDecoder;
import io.ratchet.engine.sbe.MoveStopDecoder;
import io.ratchet.engine.sbe.NakedIntervalDecoder;
import io.ratchet.engine.sbe.NodeStartedDecoder;
import io.ratchet.engine.sbe.NodeStateChangedDecoder;
import io.ratchet.engine.sbe.OperatorAcceptedDecoder;
import io.ratchet.engine.sbe.OperatorCommandDecoder;
import io.ratchet.engine.sbe.OperatorRefusedDecoder;
import io.ratchet.engine.sbe.OrderUpdateDecoder;
import io.ratchet.engine.sbe.OutcomeResolvedDecoder;
import io.ratchet.engine.sbe.PlaceEntryDecoder;
import io.ratchet.engine.sbe.PlaceExitDecoder;
import io.ratchet.engine.sbe.PlaceStopDecoder;
import io.ratchet.engine.sbe.PositionClosedDecoder;
import io.ratchet.engine.sbe.PositionFlatVerifiedDecoder;
import io.ratchet.engine.sbe.PositionOpenedDecoder;
import io.ratchet.engine.sbe.PositionPhaseChangedDecoder;
import io.ratchet.engine.sbe.PositionQuantityChangedDecoder;
import io.ratchet.engine.sbe.PositionUpdateDecoder;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.ProtectDeadlineExtendedDecoder;
import io.ratchet.engine.sbe.ProtectionTriggeredDecoder;
import io.ratchet.engine.sbe.QuantityDoubtedDecoder;
import io.ratchet.engine.sbe.QueryOrderDecoder;
import io.ratchet.engine.sbe.ReadAppliedDecoder;
import io.ratchet.engine.sbe.RequestSnapshotDecoder;
import io.ratchet.engine.sbe.ResyncCompletedDecoder;
import io.ratchet.engine.sbe.ResyncStartedDecoder;
import io.ratchet.engine.sbe.SetLeverageDecoder;
import io.ratchet.engine.sbe.SignalConcludedDecoder;
import io.ratchet.engine.sbe.SignalReceivedDecoder;
import io.ratchet.engine.sbe.SnapshotOrderDecoder;
import io.ratchet.engine.sbe.SnapshotPositionDecoder;
import io.ratchet.engine.sbe.SnapshotRequestedDecoder;
import io.ratchet.engine.sbe.SnapshotTradeDecoder;
import io.ratchet.engine.sbe.StateSnapshotBeginDecoder;
import io.ratchet.engine.sbe.StateSnapshotEndDecoder;
import io.ratchet.engine.sbe.StateSnapshotSectionDecoder;
import io.ratchet.engine.sbe.StopConfirmedDecoder;
import io.ratchet.engine.sbe.StopLostDecoder;
import io.ratchet.engine.sbe.StopMoveFailedDecoder;
import io.ratchet.engine.sbe.StopMoveSkippedDecoder;
import io.ratchet.engine.sbe.StopMovedDecoder;
import io.ratchet.engine.sbe.StopRefusedDecoder;
import io.ratchet.engine.sbe.StopTriggeredDecoder;
import io.ratchet.engine.sbe.SubscribeDecoder;
import io.ratchet.engine.sbe.SymbolBlockedDecoder;
import io.ratchet.engine.sbe.SymbolListedDecoder;
import io.ratchet.engine.sbe.TrailingActivatedDecoder;
import io.ratchet.engine.sbe.UnsubscribeDecoder;
import io.ratchet.engine.sbe.VenueHealthDecoder;
import io.ratchet.engine.sbe.VenueSnapshotBeginDecoder;
import io.ratchet.engine.sbe.VenueSnapshotEndDecoder;
import io.ratchet.engine.sbe.WaveCertificateDecoder;
import io.ratchet.engine.sbe.WaveCompletedDecoder;
import io.ratchet.engine.sbe.WaveDetectedDecoder;
import io.ratchet.engine.sbe.WaveExpectedDecoder;
import io.ratchet.engine.sbe.WaveNotFoundDecoder;
import io.ratchet.engine.sbe.WaveRefusalsDecoder;
import io.ratchet.engine.sbe.WaveStopDecoder;
import org.agrona.DirectBuffer;

/**
 * One line for people about any message: halt reports, differences of a replay. Cold path: allocates.
 */
public final class RecordText {
    private RecordText() {}

    /**
     * Decodes a message.
     *
     * @param buffer that holds the SBE message, header first.
     * @param offset of the message.
     * @param length of the message in bytes.
     * @return its name and fields; for what cannot be decoded, why not. Never throws.
     */
    public static String of(final DirectBuffer buffer, final int offset, final int length) {
        if (length < MessageHeaderDecoder.ENCODED_LENGTH) {
            return "undecodable: length=" + length;
        }
        final MessageHeaderDecoder header = new MessageHeaderDecoder();
        header.wrap(buffer, offset);
        try {
            return text(header.templateId(), header, buffer, offset);
        } catch (final RuntimeException e) {
            return "undecodable: template=" + header.templateId() + " length=" + length + " cause=" + e;
        }
    }

    private static String text(
            final int templateId, final MessageHeaderDecoder header, final DirectBuffer buffer, final int offset) {
        return switch (templateId) {
            case NodeStartedDecoder.TEMPLATE_ID ->
                new NodeStartedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ConfigAppliedDecoder.TEMPLATE_ID ->
                new ConfigAppliedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case InstrumentDefinedDecoder.TEMPLATE_ID ->
                new InstrumentDefinedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case InstrumentStatusChangedDecoder.TEMPLATE_ID ->
                new InstrumentStatusChangedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case HealthScoreDecoder.TEMPLATE_ID ->
                new HealthScoreDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case MarketStatsDecoder.TEMPLATE_ID ->
                new MarketStatsDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PriceDecoder.TEMPLATE_ID ->
                new PriceDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case SignalReceivedDecoder.TEMPLATE_ID ->
                new SignalReceivedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case FeedStatusDecoder.TEMPLATE_ID ->
                new FeedStatusDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case VenueHealthDecoder.TEMPLATE_ID ->
                new VenueHealthDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case OrderUpdateDecoder.TEMPLATE_ID ->
                new OrderUpdateDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case FillDecoder.TEMPLATE_ID ->
                new FillDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case FundingPaidDecoder.TEMPLATE_ID ->
                new FundingPaidDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PositionUpdateDecoder.TEMPLATE_ID ->
                new PositionUpdateDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case BalanceUpdateDecoder.TEMPLATE_ID ->
                new BalanceUpdateDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CommandResultDecoder.TEMPLATE_ID ->
                new CommandResultDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case VenueSnapshotBeginDecoder.TEMPLATE_ID ->
                new VenueSnapshotBeginDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SnapshotPositionDecoder.TEMPLATE_ID ->
                new SnapshotPositionDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SnapshotOrderDecoder.TEMPLATE_ID ->
                new SnapshotOrderDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SnapshotTradeDecoder.TEMPLATE_ID ->
                new SnapshotTradeDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case VenueSnapshotEndDecoder.TEMPLATE_ID ->
                new VenueSnapshotEndDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ClockTickDecoder.TEMPLATE_ID ->
                new ClockTickDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case OperatorCommandDecoder.TEMPLATE_ID ->
                new OperatorCommandDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SetLeverageDecoder.TEMPLATE_ID ->
                new SetLeverageDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PlaceEntryDecoder.TEMPLATE_ID ->
                new PlaceEntryDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PlaceStopDecoder.TEMPLATE_ID ->
                new PlaceStopDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CancelStopDecoder.TEMPLATE_ID ->
                new CancelStopDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CancelOrderDecoder.TEMPLATE_ID ->
                new CancelOrderDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CloseAtMarketDecoder.TEMPLATE_ID ->
                new CloseAtMarketDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case QueryOrderDecoder.TEMPLATE_ID ->
                new QueryOrderDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case RequestSnapshotDecoder.TEMPLATE_ID ->
                new RequestSnapshotDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SubscribeDecoder.TEMPLATE_ID ->
                new SubscribeDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case UnsubscribeDecoder.TEMPLATE_ID ->
                new UnsubscribeDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case NodeStateChangedDecoder.TEMPLATE_ID ->
                new NodeStateChangedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PositionOpenedDecoder.TEMPLATE_ID ->
                new PositionOpenedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PositionQuantityChangedDecoder.TEMPLATE_ID ->
                new PositionQuantityChangedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PositionPhaseChangedDecoder.TEMPLATE_ID ->
                new PositionPhaseChangedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StopConfirmedDecoder.TEMPLATE_ID ->
                new StopConfirmedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case TrailingActivatedDecoder.TEMPLATE_ID ->
                new TrailingActivatedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StopMovedDecoder.TEMPLATE_ID ->
                new StopMovedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StopMoveSkippedDecoder.TEMPLATE_ID ->
                new StopMoveSkippedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StopMoveFailedDecoder.TEMPLATE_ID ->
                new StopMoveFailedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StopLostDecoder.TEMPLATE_ID ->
                new StopLostDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case NakedIntervalDecoder.TEMPLATE_ID ->
                new NakedIntervalDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case LooseIntervalDecoder.TEMPLATE_ID ->
                new LooseIntervalDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CloseStartedDecoder.TEMPLATE_ID ->
                new CloseStartedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PositionClosedDecoder.TEMPLATE_ID ->
                new PositionClosedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case EntryRefusedDecoder.TEMPLATE_ID ->
                new EntryRefusedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SignalConcludedDecoder.TEMPLATE_ID ->
                new SignalConcludedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case WaveDetectedDecoder.TEMPLATE_ID ->
                new WaveDetectedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case WaveCompletedDecoder.TEMPLATE_ID ->
                new WaveCompletedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case CommandWithheldDecoder.TEMPLATE_ID ->
                new CommandWithheldDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case OutcomeResolvedDecoder.TEMPLATE_ID ->
                new OutcomeResolvedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case MarkQuarantinedDecoder.TEMPLATE_ID ->
                new MarkQuarantinedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ResyncStartedDecoder.TEMPLATE_ID ->
                new ResyncStartedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ResyncCompletedDecoder.TEMPLATE_ID ->
                new ResyncCompletedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case LeftoverOrderFoundDecoder.TEMPLATE_ID ->
                new LeftoverOrderFoundDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ForeignExposureFoundDecoder.TEMPLATE_ID ->
                new ForeignExposureFoundDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SnapshotRequestedDecoder.TEMPLATE_ID ->
                new SnapshotRequestedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StateSnapshotBeginDecoder.TEMPLATE_ID ->
                new StateSnapshotBeginDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StateSnapshotSectionDecoder.TEMPLATE_ID ->
                new StateSnapshotSectionDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StateSnapshotEndDecoder.TEMPLATE_ID ->
                new StateSnapshotEndDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case AlertRaisedDecoder.TEMPLATE_ID ->
                new AlertRaisedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PositionFlatVerifiedDecoder.TEMPLATE_ID ->
                new PositionFlatVerifiedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ProtectDeadlineExtendedDecoder.TEMPLATE_ID ->
                new ProtectDeadlineExtendedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SymbolBlockedDecoder.TEMPLATE_ID ->
                new SymbolBlockedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case OperatorAcceptedDecoder.TEMPLATE_ID ->
                new OperatorAcceptedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case OperatorRefusedDecoder.TEMPLATE_ID ->
                new OperatorRefusedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ForeignPolicyChangedDecoder.TEMPLATE_ID ->
                new ForeignPolicyChangedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ForeignReleasedDecoder.TEMPLATE_ID ->
                new ForeignReleasedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case KillCertificateDecoder.TEMPLATE_ID ->
                new KillCertificateDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case FundingBookedDecoder.TEMPLATE_ID ->
                new FundingBookedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case LedgerCorrectedDecoder.TEMPLATE_ID ->
                new LedgerCorrectedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ProtectionTriggeredDecoder.TEMPLATE_ID ->
                new ProtectionTriggeredDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case LatchSetDecoder.TEMPLATE_ID ->
                new LatchSetDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case LatchReleasedDecoder.TEMPLATE_ID ->
                new LatchReleasedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case LimitsAppliedDecoder.TEMPLATE_ID ->
                new LimitsAppliedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case LatchRestoredDecoder.TEMPLATE_ID ->
                new LatchRestoredDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case EntriesAppliedDecoder.TEMPLATE_ID ->
                new EntriesAppliedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case SymbolListedDecoder.TEMPLATE_ID ->
                new SymbolListedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case WaveRefusalsDecoder.TEMPLATE_ID ->
                new WaveRefusalsDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case WaveStopDecoder.TEMPLATE_ID ->
                new WaveStopDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case WaveCertificateDecoder.TEMPLATE_ID ->
                new WaveCertificateDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case PlaceExitDecoder.TEMPLATE_ID ->
                new PlaceExitDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case MoveStopDecoder.TEMPLATE_ID ->
                new MoveStopDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case MoveExitDecoder.TEMPLATE_ID ->
                new MoveExitDecoder().wrapAndApplyHeader(buffer, offset, header).toString();
            case AgedTargetDecoder.TEMPLATE_ID ->
                new AgedTargetDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case AgedPhaseChangedDecoder.TEMPLATE_ID ->
                new AgedPhaseChangedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ExitOrderPlacedDecoder.TEMPLATE_ID ->
                new ExitOrderPlacedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ExitOrderMovedDecoder.TEMPLATE_ID ->
                new ExitOrderMovedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ExitOrderEndedDecoder.TEMPLATE_ID ->
                new ExitOrderEndedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StopTriggeredDecoder.TEMPLATE_ID ->
                new StopTriggeredDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case StopRefusedDecoder.TEMPLATE_ID ->
                new StopRefusedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ReadAppliedDecoder.TEMPLATE_ID ->
                new ReadAppliedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case QuantityDoubtedDecoder.TEMPLATE_ID ->
                new QuantityDoubtedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case WaveExpectedDecoder.TEMPLATE_ID ->
                new WaveExpectedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case WaveNotFoundDecoder.TEMPLATE_ID ->
                new WaveNotFoundDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case LeftoverOrderClearedDecoder.TEMPLATE_ID ->
                new LeftoverOrderClearedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case LeftoverSweepDecoder.TEMPLATE_ID ->
                new LeftoverSweepDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ForeignInstanceFoundDecoder.TEMPLATE_ID ->
                new ForeignInstanceFoundDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            case ForeignInstanceClearedDecoder.TEMPLATE_ID ->
                new ForeignInstanceClearedDecoder()
                        .wrapAndApplyHeader(buffer, offset, header)
                        .toString();
            default -> "unknown template " + templateId;
        };
    }
}
