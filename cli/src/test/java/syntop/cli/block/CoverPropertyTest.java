package syntop.cli.block;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import syntop.capture.decode.Prefix;
import syntop.cli.block.Cover.Item;
import syntop.cli.values.Prefixes;

/** The prefixes that are found, beside all that there are to choose from. */
class CoverPropertyTest {
    private static final Prefix NETWORK_4 = Prefixes.parse("192.0.2.0/27");
    private static final Prefix NETWORK_6 = Prefixes.parse("2001:db8:0:40::/60");

    /** A choice of disjoint prefixes; every sum that there is once. */
    private record Choice(long attack, long completed, double price) {
        Choice plus(Choice other) {
            return new Choice(
                    attack + other.attack, completed + other.completed, price + other.price);
        }
    }

    /** Every choice within a prefix, by trying both halves with and without each other. */
    private static Set<Choice> all(
            Prefix prefix, List<Item> items, boolean networks, Predicate<Prefix> permitted) {
        List<Item> inside = items.stream().filter(item -> holds(prefix, item.prefix())).toList();
        Set<Choice> choices = new HashSet<>(Set.of(new Choice(0, 0, 0)));
        if (inside.isEmpty()) return choices;
        boolean v4 = prefix.bits() >= 96;
        int full = v4 ? 128 : 64;
        if (prefix.bits() < full) {
            Set<Choice> lower = all(half(prefix, false), inside, networks, permitted);
            Set<Choice> upper = all(half(prefix, true), inside, networks, permitted);
            for (Choice a : lower) {
                for (Choice b : upper) choices.add(a.plus(b));
            }
        }
        long attack = inside.stream().mapToLong(Item::attack).sum();
        long completed = inside.stream().mapToLong(Item::completed).sum();
        boolean single = prefix.bits() == full;
        if ((single || networks) && attack >= 3 && attack > completed && permitted.test(prefix)) {
            long unseen = (1L << full - prefix.bits()) - inside.size();
            choices.add(new Choice(attack, completed, 1 + 1024.0 * completed + unseen / 4.0));
        }
        return choices;
    }

    private static boolean holds(Prefix outer, Prefix inner) {
        return new Prefix(inner.hi(), inner.lo(), outer.bits()).equals(outer);
    }

    private static Prefix half(Prefix prefix, boolean upper) {
        int bits = prefix.bits();
        long bit = upper ? 1L << 63 - (bits & 63) : 0;
        return bits < 64
                ? new Prefix(prefix.hi() | bit, prefix.lo(), bits + 1)
                : new Prefix(prefix.hi(), prefix.lo() | bit, bits + 1);
    }

    private static Choice sum(List<Item> taken, List<Item> items) {
        Choice sum = new Choice(0, 0, 0);
        for (Item each : taken) {
            long seen = items.stream().filter(i -> holds(each.prefix(), i.prefix())).count();
            int full = each.prefix().bits() >= 96 ? 128 : 64;
            double unseen = (double) ((1L << full - each.prefix().bits()) - seen);
            double price = 1 + 1024.0 * each.completed() + unseen / 4;
            sum = sum.plus(new Choice(each.attack(), each.completed(), price));
        }
        return sum;
    }

    private static List<Item> items(SplittableRandom random) {
        List<Item> items = new ArrayList<>();
        boolean dense = random.nextBoolean();
        for (int i = 0; i < 32; i++) {
            if (random.nextInt(dense ? 2 : 8) > 0) continue;
            // rarely more than one or two bystanders, so that networks are worth it at times
            long completed = random.nextInt(4) > 0 ? 0 : random.nextLong(4);
            long attack = random.nextLong(random.nextBoolean() ? 8 : 1000);
            Prefix address = new Prefix(0, NETWORK_4.lo() + i, 128);
            Prefix network = new Prefix(NETWORK_6.hi() + (i & 15), 0, 64);
            boolean v4 = i < 16 || random.nextBoolean();
            if (v4 ? i < 12 : i < 26)
                items.add(new Item(v4 ? address : network, attack, completed));
        }
        return items;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void nothingThatHoldsAsMuchHitsLess(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int networksTaken = 0;
        for (int step = 0; step < 60; step++) {
            String where = "seed=" + seed + " step=" + step;
            List<Item> items = items(random);
            boolean networks = random.nextInt(4) > 0;
            Prefix kept = new Prefix(0, NETWORK_4.lo() + random.nextInt(64), 128);
            Predicate<Prefix> permitted = prefix -> !holds(prefix, kept);
            Set<Choice> choices = new HashSet<>();
            Set<Choice> v6 = all(NETWORK_6, items, networks, permitted);
            for (Choice each : all(NETWORK_4, items, networks, permitted)) {
                v6.forEach(other -> choices.add(each.plus(other)));
            }
            long most = choices.stream().mapToLong(Choice::attack).max().orElseThrow();
            double enough = (double) most * random.nextDouble() * 1.1;

            List<Item> taken = Cover.of(items, enough, networks, permitted);
            Choice found = sum(taken, items);
            assertTrue(choices.contains(found), () -> where + " " + taken);
            assertTrue(found.attack >= Math.min(enough, (double) most), () -> where + " " + found);
            for (Choice each : choices) {
                if (each.attack < found.attack) continue;
                assertTrue(each.completed >= found.completed, () -> where + " " + each + found);
                assertTrue(each.price >= found.price, () -> where + " " + each + found);
            }
            for (Item each : taken) {
                assertTrue(permitted.test(each.prefix()), where);
                if (each.prefix().bits() != 128 && each.prefix().bits() != 64) networksTaken++;
            }
        }
        assertTrue(networksTaken > 0, "no network was ever worth it");
    }

    private static List<Item> neighbours(int count, int distance) {
        List<Item> items = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            items.add(new Item(Prefixes.parse("198.51.100." + (i * distance + 3)), 10, 0));
        }
        return items;
    }

    @Test
    void takesANetworkOnceManyOfItsAddressesAttack() {
        assertEquals(64, Cover.of(neighbours(64, 4), 640, false, prefix -> true).size());
        assertEquals(20, Cover.of(neighbours(20, 12), 200, true, prefix -> true).size());
        List<Item> network = Cover.of(neighbours(64, 4), 640, true, prefix -> true);
        assertEquals("198.51.100.0/24", Prefixes.text(network.get(0).prefix()));
        assertEquals(1, network.size());
    }

    @Test
    void takesNoNetworkForABystanderInIt() {
        List<Item> items = neighbours(60, 4);
        items.add(new Item(Prefixes.parse("198.51.100.200"), 0, 1));
        List<Item> taken = Cover.of(items, 600, true, prefix -> true);
        assertTrue(taken.stream().allMatch(item -> item.completed() == 0), taken::toString);
    }

    @Test
    void takesNothingThatHasLittleAttack() {
        List<Item> items = List.of(new Item(Prefixes.parse("198.51.100.200"), 2, 0));
        assertEquals(List.of(), Cover.of(items, 2, true, prefix -> true));
    }

    @Test
    void takesNothingWiderThanItMay() {
        Item wide = new Item(Prefixes.parse("198.48.0.0/15"), 1000, 0);
        Item narrow = new Item(Prefixes.parse("198.50.0.0/16"), 1000, 0);
        assertEquals(List.of(narrow), Cover.of(List.of(wide, narrow), 2000, true, p -> true));
    }

    @Test
    void keepsFamiliesApart() {
        // an IPv4-mapped address lies between these as a number
        List<Item> items =
                List.of(
                        new Item(Prefixes.parse("198.51.100.7"), 10, 0),
                        new Item(Prefixes.parse("::1:0:0:0:0/64"), 10, 0),
                        new Item(Prefixes.parse("2001:db8::/64"), 10, 0));
        assertEquals(3, Cover.of(items, 30, true, prefix -> true).size());
    }
}
