package syntop.cli.block;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import syntop.analyzer.View;
import syntop.analyzer.baseline.Baseline;
import syntop.analyzer.verdict.Kind;
import syntop.capture.decode.Prefix;
import syntop.cli.block.Cover.Item;
import syntop.cli.block.Proposal.Blocked;
import syntop.cli.render.Text;
import syntop.cli.values.Prefixes;

/** From a result to what to block by address, with what that would stop and hit. */
public final class Plan {
    private static final int MOST_NAMED = 5; // of those that are protected

    private final Result result;
    private final Wishes wishes;
    private final Protected kept;
    private final Baseline usual; // null: none
    private final List<Row> rows;
    private final boolean failures; // whether the attack is what came to nothing, else everything
    private final boolean known; // whether the rows tell what came to nothing

    private Plan(Result result, Wishes wishes, Protected kept, Baseline usual) throws Refusal {
        this.result = result;
        this.wishes = wishes;
        this.kept = kept;
        this.usual = usual;
        rows = units();
        boolean ofFailures = Grounds.isOfFailures(result.verdict());
        failures = ofFailures && result.failed() >= 0;
        known = rows.stream().noneMatch(row -> row.failed() < 0);
        if (ofFailures && !(failures && known) && !wishes.force()) {
            throw new Refusal(
                    result.name()
                            + ": its rows do not tell which requests came to nothing, so clients"
                            + " would be hit; make it by source, without -w");
        }
    }

    /**
     * What to block, or why nothing is.
     *
     * @param usual to tell what part of normal requests is hit; null: not known
     */
    public static Proposal of(Result result, Wishes wishes, Protected kept, Baseline usual)
            throws Refusal {
        if (result.by() == View.SIGNATURE) {
            throw new Refusal(result.name() + ": its rows are signatures, take --by signature");
        }
        String against = Grounds.againstAddresses(result.verdict());
        List<String> remarks = Grounds.remarks(result, against, wishes.force());
        return new Plan(result, wishes, kept, usual).proposal(remarks);
    }

    /** The rows as units that can be blocked, most requests first: IPv6 in networks of /64. */
    private List<Row> units() throws Refusal {
        Map<Prefix, Row> units = new LinkedHashMap<>();
        PrefixMap<Boolean> seen = new PrefixMap<>();
        for (Row row : result.rows()) {
            Prefix prefix = row.prefix();
            boolean v4 = PrefixMap.isV4(prefix);
            if (result.by() == View.SOURCE && prefix.bits() < (v4 ? 128 : 64))
                throw odd("no source");
            int bits = v4 ? prefix.bits() : Math.min(prefix.bits(), 64);
            Prefix unit = new Prefix(prefix.hi(), prefix.lo(), bits);
            Row before = units.get(unit);
            if (before == null && seen.touching(unit) != null) throw odd("within another");
            seen.add(unit, true);
            units.put(unit, sum(unit, before, row));
        }
        List<Row> rows = new ArrayList<>(units.values());
        rows.sort(Comparator.comparingLong(Row::requests).reversed());
        return rows;
    }

    private Refusal odd(String what) {
        return new Refusal(result.name() + ": not a result of syntop, a row is " + what);
    }

    private static Row sum(Prefix unit, Row before, Row row) {
        if (before == null) return new Row(unit, row.requests(), row.failed());
        boolean known = before.failed() >= 0 && row.failed() >= 0;
        long failed = known ? before.failed() + row.failed() : -1;
        return new Row(unit, before.requests() + row.requests(), failed);
    }

    private Proposal proposal(List<String> remarks) throws Refusal {
        boolean single = result.verdict() == Kind.SINGLE_CLIENT;
        List<Item> items = new ArrayList<>();
        for (Row row : single && !rows.isEmpty() ? rows.subList(0, 1) : rows) {
            items.add(
                    failures && known
                            ? new Item(row.prefix(), row.failed(), row.completed())
                            : new Item(row.prefix(), row.requests(), 0));
        }
        long listed = items.stream().mapToLong(Item::attack).sum();
        long attack = single ? listed : failures ? result.failed() : result.requests();
        if (known) attack = Math.max(attack, listed); // sampled figures need not add up
        double enough = attack * wishes.share();
        boolean networks = wishes.networks() && result.by() == View.SOURCE;
        List<Item> taken = Cover.of(items, enough, networks, prefix -> kept.reason(prefix) == null);
        long held = taken.stream().mapToLong(Item::attack).sum();
        List<String> named = protectedOnes(items);
        String shortfall = held >= enough ? null : shortfall(held, listed, attack, named);
        if (taken.isEmpty()) {
            String why = shortfall == null ? "no request came to nothing" : shortfall;
            throw new Refusal(result.name() + ": nothing to block, " + why);
        }
        List<Blocked> blocked = blocked(taken);
        remarks.add("stops: " + part(held, attack, "requests of the attack"));
        remarks.add("hits:  " + hits(blocked));
        if (usual != null) remarks.add("usual: " + BaselineShare.words(usual, blocked));
        if (result.rows().size() < result.sources() && result.by() == View.SOURCE) {
            String sources = "lists: " + Text.count(result.rows().size()) + " of ";
            sources += Text.counted(result.sources(), "source", "sources");
            remarks.add(sources + ", with " + part(listed, attack, "requests of the attack"));
        }
        for (String name : named) remarks.add("kept:  " + name);
        if (shortfall != null) remarks.add("WARNING: less than was asked for: " + shortfall);
        return new Proposal(
                blocked,
                List.of(),
                remarks,
                shortfall,
                wishes.seconds(),
                wishes.now().plusSeconds(wishes.seconds()),
                wishes.ports());
    }

    /** As in: 300 of 371 requests of the attack, 80.9%. */
    private static String part(long some, long all, String what) {
        double share = all == 0 ? 0 : (double) some / all;
        return Text.count(some)
                + " of "
                + Text.count(all)
                + ' '
                + what
                + ", "
                + Text.percent(share);
    }

    /** What is taken, with all that was seen in it. */
    private List<Blocked> blocked(List<Item> taken) {
        PrefixMap<Prefix> around = new PrefixMap<>();
        for (Item item : taken) around.add(item.prefix(), item.prefix());
        Map<Prefix, Row> sums = new LinkedHashMap<>();
        for (Item item : taken) sums.put(item.prefix(), null);
        for (Row row : rows) {
            Prefix prefix = around.around(row.prefix());
            if (prefix != null) sums.put(prefix, sum(prefix, sums.get(prefix), row));
        }
        List<Blocked> blocked = new ArrayList<>();
        for (Row row : sums.values()) {
            blocked.add(new Blocked(row.prefix(), row.requests(), row.completed()));
        }
        return blocked;
    }

    private String hits(List<Blocked> blocked) {
        if (result.completed() == 0) return "not known, no completed connection was captured";
        if (result.completed() < 0 || blocked.stream().anyMatch(each -> each.completed() < 0)) {
            return "not known, the result does not tell which of these requests completed";
        }
        long hit = blocked.stream().mapToLong(Blocked::completed).sum();
        long all = Math.max(hit, result.completed());
        return part(hit, all, "connections that were completed meanwhile");
    }

    /** The offenders that are not blocked because they are protected, with the reason. */
    private List<String> protectedOnes(List<Item> items) {
        List<String> named = new ArrayList<>();
        long more = 0;
        for (Item item : items) {
            boolean little = item.attack() < Cover.LEAST; // not blocked anyway
            String reason = little ? null : kept.reason(item.prefix());
            if (reason == null) continue;
            if (named.size() == MOST_NAMED) more++;
            else named.add(name(item, reason));
        }
        if (more > 0) named.add(Text.count(more) + " more that are protected");
        return named;
    }

    private static String name(Item item, String reason) {
        return Prefixes.text(item.prefix())
                + ", "
                + reason
                + ", "
                + Text.counted(item.attack(), "request", "requests");
    }

    private String shortfall(long held, long listed, long attack, List<String> named) {
        StringBuilder text = new StringBuilder();
        text.append(part(held, attack, "requests of the attack")).append(" can be stopped, ");
        text.append(Text.percent(wishes.share())).append(" was asked for: ");
        if (listed < attack * wishes.share() && result.rows().size() < result.sources()) {
            text.append("the result lists ").append(Text.count(result.rows().size()));
            text.append(" of ").append(Text.count(result.sources()));
            return text.append(" sources, make it with -n 0").toString();
        }
        if (!named.isEmpty()) text.append("some are protected, ");
        text.append("others came to less than ").append(Cover.LEAST);
        return text.append(" failed requests, or complete more than fail").toString();
    }
}
