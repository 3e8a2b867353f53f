package io.ratchet.engine.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.ratchet.engine.market.FixedPoint;
import io.ratchet.engine.pipeline.Mailboxes.Merge;
import io.ratchet.engine.sbe.MessageHeaderDecoder;
import io.ratchet.engine.sbe.PriceDecoder;
import io.ratchet.engine.sbe.PriceEncoder;
import org.agrona.concurrent.UnsafeBuffer;
import org.junit.jupiter.api.Test;

final class MailboxesTest {
    private static final long NULL = FixedPoint.NULL;

    private final Mailboxes mailboxes = new Mailboxes(4);
    private final UnsafeBuffer target = new UnsafeBuffer(new byte[512]);

    @Test
    void shouldKeepTheNewestValuesAndTheExtremesOfTheMark() {
        assertEquals(Merge.TOKEN_DUE, mailboxes.merge(2, 1, 100, 101, NULL, NULL, 7, 10));
        assertEquals(Merge.MERGED, mailboxes.merge(2, 1, 90, NULL, 89, 91, 8, 20));
        assertEquals(Merge.MERGED, mailboxes.merge(2, 1, 120, NULL, NULL, 121, NULL, 30));
        assertEquals(Merge.MERGED, mailboxes.merge(2, 1, 110, NULL, NULL, NULL, 9, 40));

        final PriceDecoder price = take(2);
        assertEquals(110, price.mark());
        assertEquals(101, price.last());
        assertEquals(89, price.bid());
        assertEquals(121, price.ask());
        assertEquals(90, price.markMin());
        assertEquals(120, price.markMax());
        assertEquals(9, price.venueTimeMs());
        assertEquals(40, price.timeNs());
        assertEquals(2, price.instrumentId());
        assertEquals(1, price.feedEpoch());
        assertEquals(3, mailboxes.merged());
    }

    @Test
    void shouldSayNullForWhatIsUnchangedSinceTheLastTake() {
        mailboxes.merge(0, 1, 100, 101, 99, 102, 7, 10);
        take(0);
        assertEquals(Merge.TOKEN_DUE, mailboxes.merge(0, 1, NULL, 103, NULL, NULL, 8, 20));

        final PriceDecoder price = take(0);
        assertEquals(NULL, price.mark());
        assertEquals(NULL, price.markMin());
        assertEquals(NULL, price.markMax());
        assertEquals(103, price.last());
        assertEquals(NULL, price.bid());
    }

    @Test
    void shouldForgetWhatAnEarlierConnectionSaidWhenANewOneSpeaks() {
        mailboxes.merge(1, 1, 100, 101, 99, 102, 7, 10);
        mailboxes.merge(1, 2, 200, NULL, NULL, NULL, 8, 20);

        final PriceDecoder price = take(1);
        assertEquals(2, price.feedEpoch());
        assertEquals(200, price.mark());
        assertEquals(200, price.markMin());
        assertEquals(NULL, price.last());
        assertEquals(NULL, price.bid());
    }

    @Test
    void shouldRefuseAnEarlierConnectionEvenAfterATake() {
        mailboxes.merge(1, 2, 200, NULL, NULL, NULL, 8, 20);
        take(1);
        assertEquals(Merge.STALE, mailboxes.merge(1, 1, 100, NULL, NULL, NULL, 9, 30));
        assertEquals(Merge.TOKEN_DUE, mailboxes.merge(1, 2, 201, NULL, NULL, NULL, 9, 30));
        assertEquals(201, take(1).markMax());
    }

    @Test
    void shouldOweATokenWhenTheFirstFoundNoPlace() {
        mailboxes.merge(3, 1, 100, NULL, NULL, NULL, 7, 10);
        assertFalse(mailboxes.requeue(3), "a token is on its way");
        mailboxes.unqueue(3);
        assertTrue(mailboxes.requeue(3));
        assertFalse(mailboxes.requeue(3), "only one");
        mailboxes.unqueue(3);
        assertEquals(Merge.TOKEN_DUE, mailboxes.merge(3, 1, 101, NULL, NULL, NULL, 7, 10));
        take(3);
        assertFalse(mailboxes.requeue(3), "nothing to tell");
    }

    @Test
    void shouldOweATokenForEarlierPricesWhenAStalePriceComes() {
        mailboxes.merge(3, 5, 100, NULL, NULL, NULL, 7, 10);
        mailboxes.unqueue(3);
        assertEquals(Merge.TOKEN_DUE, mailboxes.merge(3, 4, 101, NULL, NULL, NULL, 7, 10));
        assertEquals(100, take(3).mark());
    }

    private PriceDecoder take(final int instrumentId) {
        final int length = mailboxes.take(instrumentId, target);
        assertEquals(MessageHeaderDecoder.ENCODED_LENGTH + PriceEncoder.BLOCK_LENGTH, length);
        return new PriceDecoder().wrapAndApplyHeader(target, 0, new MessageHeaderDecoder());
    }
}
