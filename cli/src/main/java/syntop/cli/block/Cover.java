package syntop.cli.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import syntop.capture.decode.Prefix;

/**
 * Finds few prefixes that hold much of an attack and few others: single addresses of IPv4, networks
 * of /64 of IPv6, and where offenders lie close, the network around them.
 *
 * <p>Each prefix has a price: one for itself, {@link #CONNECTION} for each connection in it that
 * was completed, and for each address in it that was not seen, {@link #ADDRESS}: so a /24 takes the
 * place of single addresses from 53 of them on. A prefix with more connections than attack is never
 * taken, nor one that is wider than {@link #WIDEST_4} or {@link #WIDEST_6}, nor one that the caller
 * does not permit.
 *
 * <p>To hold a given share at the least price is a knapsack problem. What is found here is the
 * least price for what it holds: no choice that holds as much or more has a lower price. It may
 * hold more than was asked for, by less than its last step. Method: from the addresses upwards,
 * each network keeps the lower convex hull of (attack held, price) as steps of growing price per
 * attack; the hull of two halves is that of their sum (Minkowski), their steps merged in order;
 * taking the network as a whole is one more point at its end. Takes time and memory for n addresses
 * as n times the depth of the tree of their prefixes, at most 128; the tree is not kept.
 */
final class Cover {
    /** The widest IPv4 network that is ever taken. */
    static final int WIDEST_4 = 16;

    /** The widest IPv6 network that is ever taken. */
    static final int WIDEST_6 = 32;

    /** The least attack of anything that is taken: less may be bad luck, or a forged address. */
    static final int LEAST = 3;

    /** The price of a completed connection. */
    static final double CONNECTION = 1024;

    /** The price of an address that was not seen, of IPv6 of a /64. */
    static final double ADDRESS = 1.0 / 4;

    private static final Comparator<Item> BY_ADDRESS =
            Comparator.comparing(Item::prefix, PrefixMap.BY_ADDRESS);

    /**
     * What is to be held, or kept from it.
     *
     * @param prefix an address of IPv4, a /64 of IPv6, or a wider network; items do not overlap
     * @param attack requests of the attack
     * @param completed connections; 0 where that is unknown
     */
    record Item(Prefix prefix, long attack, long completed) {}

    /** One step along a hull: takes a prefix in place of all that was taken in it before. */
    private record Step(Item taken, long attack, double price) {
        double slope() {
            return price / attack;
        }
    }

    /**
     * What can be done with a network: the steps of its hull, and what is in it.
     *
     * @param seen its addresses that were seen, of IPv6 those of /64
     */
    private record Hull(Item whole, double seen, List<Step> steps) {}

    private final List<Item> items; // of one family, in the order of their addresses
    private final boolean networks;
    private final Predicate<Prefix> permitted;

    private Cover(List<Item> items, boolean networks, Predicate<Prefix> permitted) {
        this.items = items;
        this.networks = networks;
        this.permitted = permitted;
    }

    /**
     * Chooses.
     *
     * @param items in any order
     * @param enough the attack to hold; all that can be held where that is less
     * @param networks whether networks may be taken in place of several items
     * @param permitted tells whether nothing in a prefix is protected
     * @return what is taken, most attack first; empty where nothing can be
     */
    static List<Item> of(
            List<Item> items, double enough, boolean networks, Predicate<Prefix> permitted) {
        List<Step> steps = List.of();
        for (boolean v4 : new boolean[] {true, false}) {
            List<Item> family =
                    items.stream()
                            .filter(item -> PrefixMap.isV4(item.prefix) == v4)
                            .sorted(BY_ADDRESS)
                            .toList();
            if (family.isEmpty()) continue;
            Cover cover = new Cover(family, networks, permitted);
            steps = merged(steps, cover.hull(0, family.size()).steps);
        }
        return taken(steps, enough);
    }

    /** The hull of a range of the items that is not empty. */
    private Hull hull(int from, int to) {
        Item first = items.get(from);
        if (to - from == 1) {
            double all = addresses(first.prefix);
            return new Hull(first, all, withWhole(List.of(), first, all));
        }
        Prefix prefix = around(first.prefix, items.get(to - 1).prefix);
        int middle = from + 1;
        while (!isSet(items.get(middle).prefix, prefix.bits())) middle++;
        Hull lower = hull(from, middle);
        Hull upper = hull(middle, to);
        Item whole =
                new Item(
                        prefix,
                        lower.whole.attack + upper.whole.attack,
                        lower.whole.completed + upper.whole.completed);
        double seen = lower.seen + upper.seen;
        List<Step> steps = merged(lower.steps, upper.steps);
        return new Hull(whole, seen, networks ? withWhole(steps, whole, seen) : steps);
    }

    /** Adds the choice to take a network as a whole to the steps of its parts. */
    private List<Step> withWhole(List<Step> parts, Item whole, double seen) {
        boolean v4 = PrefixMap.isV4(whole.prefix);
        boolean tooWide = whole.prefix.bits() < (v4 ? 96 + WIDEST_4 : WIDEST_6);
        boolean tooLittle = whole.attack < LEAST || whole.attack <= whole.completed;
        if (tooWide || tooLittle || !permitted.test(whole.prefix)) return parts;
        long attack = whole.attack;
        double price =
                1 + whole.completed * CONNECTION + (addresses(whole.prefix) - seen) * ADDRESS;
        for (Step step : parts) {
            attack -= step.attack;
            price -= step.price;
        }
        // now from the end of the steps to the whole; those that a straight way passes below go
        List<Step> steps = new ArrayList<>(parts);
        while (!steps.isEmpty()) {
            Step last = steps.get(steps.size() - 1);
            if (attack == 0 ? price >= 0 : price / attack > last.slope()) break;
            attack += last.attack;
            price += last.price;
            steps.remove(steps.size() - 1);
        }
        if (attack > 0) steps.add(new Step(whole, attack, price));
        return steps;
    }

    /** The steps of two hulls in one order of growing slope. */
    private static List<Step> merged(List<Step> a, List<Step> b) {
        List<Step> steps = new ArrayList<>(a.size() + b.size());
        int i = 0;
        int j = 0;
        while (i < a.size() || j < b.size()) {
            boolean first = j == b.size() || i < a.size() && a.get(i).slope() <= b.get(j).slope();
            steps.add(first ? a.get(i++) : b.get(j++));
        }
        return steps;
    }

    private static List<Item> taken(List<Step> steps, double enough) {
        double held = 0;
        int end = 0;
        while (end < steps.size() && held < enough) held += steps.get(end++).attack;
        // a network comes after what it takes the place of
        PrefixMap<Item> taken = new PrefixMap<>();
        List<Item> items = new ArrayList<>();
        for (int i = end - 1; i >= 0; i--) {
            Item item = steps.get(i).taken;
            if (taken.around(item.prefix) == null) {
                taken.add(item.prefix, item);
                items.add(item);
            }
        }
        items.sort(Comparator.comparingLong(Item::attack).reversed().thenComparing(BY_ADDRESS));
        return items;
    }

    /** How many addresses a prefix has, of IPv6 how many networks of /64. */
    private static double addresses(Prefix prefix) {
        return Math.scalb(1.0, (PrefixMap.isV4(prefix) ? 128 : 64) - prefix.bits());
    }

    /** The longest prefix that holds two others. */
    private static Prefix around(Prefix a, Prefix b) {
        int upper = Long.numberOfLeadingZeros(a.hi() ^ b.hi());
        int same = upper < 64 ? upper : 64 + Long.numberOfLeadingZeros(a.lo() ^ b.lo());
        return new Prefix(a.hi(), a.lo(), same);
    }

    private static boolean isSet(Prefix prefix, int bit) {
        long half = bit < 64 ? prefix.hi() : prefix.lo();
        return (half << (bit & 63)) < 0;
    }
}
