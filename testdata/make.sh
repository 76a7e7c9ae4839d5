#!/bin/sh
# make.sh: makes the captures of this folder and expected.tsv again, with real tools and real traffic between network
# namespaces that it creates and removes; no packet leaves them. Needs root and
#   apt-get install curl hping3 iproute2 nftables nmap python3 tcpdump tshark zstd
# The README says what each file holds. Takes about a minute; new files have other times, ports and sequence numbers.
#
#   make.sh           all captures, then expected.tsv
#   make.sh expected  expected.tsv alone, from the captures that are here
set -eu
cd "$(dirname "$0")"
export LC_ALL=C TZ=UTC

client=syntop-client-$$ server=syntop-server-$$ # also the unique part of every name outside this folder
work=$(mktemp -d)
helpers= capturing=

cleanup() {
    for pid in $helpers $capturing; do kill "$pid" 2>/dev/null || true; done
    ip netns del "$client" 2>/dev/null || true
    ip netns del "$server" 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
trap 'exit 130' INT TERM

# What runs in the background starts with ip itself, so that $! is its process and no shell's.
on() { # on HOST COMMAND...: runs it on the client or the server
    host=$1; shift
    ip netns exec "$host" "$@"
}

# --- two hosts ------------------------------------------------------------------------------------------------------
# client 198.51.100.1, .11-.19, 2001:db8:c::1, ::11-::15    server 203.0.113.7, 2001:db8:5::7
# Every address is reached over the one link and the server sends all answers to the client, which forwards nothing:
# an answer to a forged source ends there.
hosts() {
    ip netns add "$client"
    ip netns add "$server"
    ip link add to-server address 02:00:00:00:00:01 netns "$client" type veth \
        peer name to-client address 02:00:00:00:00:02 netns "$server"
    for host in "$client" "$server"; do
        on "$host" sh -c 'for f in /proc/sys/net/ipv4/conf/*/rp_filter; do echo 0 > "$f"; done'
        ip -n "$host" link set lo up
    done
    ip -n "$client" link set to-server up
    ip -n "$server" link set to-client up
    for n in 1 11 12 13 14 15 16 17 18 19; do ip -n "$client" addr add "198.51.100.$n/32" dev to-server; done
    for n in 1 11 12 13 14 15; do ip -n "$client" addr add "2001:db8:c::$n/128" dev to-server nodad; done
    ip -n "$server" addr add 203.0.113.7/32 dev to-client
    ip -n "$server" addr add 2001:db8:5::7/128 dev to-client nodad
    ip -n "$client" route add 203.0.113.7 dev to-server src 198.51.100.11
    ip -n "$client" route add 2001:db8:5::7 dev to-server src 2001:db8:c::11
    ip -n "$server" route add default via 198.51.100.1 dev to-client onlink
    ip -n "$server" route add default via 2001:db8:c::1 dev to-client onlink
    echo 'hello' > "$work/index.html"
    for port in 80 443 8080; do
        ip netns exec "$server" python3 -m http.server --bind :: --directory "$work" "$port" > /dev/null 2>&1 &
        helpers="$helpers $!"
    done
    for port in 80 443 8080; do until get "203.0.113.7:$port" 2>/dev/null; do sleep 0.1; done; done
}

# A second link, of tun devices: packets without a link-layer header.    client 192.0.2.1    server 192.0.2.2
tun_link() {
    cat > "$work/tun.py" <<'PY'
import ctypes, fcntl, os, select, struct, sys

def tun(namespace, name):
    """Opens a tun device inside a namespace; /dev/net/tun binds to the namespace of the opener."""
    with open("/run/netns/" + namespace) as f:
        if ctypes.CDLL(None).setns(f.fileno(), 0) != 0:
            sys.exit("setns failed")
    fd = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(fd, 0x400454CA, struct.pack("16sH", name.encode(), 0x1001))  # TUNSETIFF, IFF_TUN | IFF_NO_PI
    return fd

a, b = tun(sys.argv[1], "tun-server"), tun(sys.argv[2], "tun-client")
while True:
    for fd in select.select([a, b], [], [])[0]:
        packet = os.read(fd, 65535)
        try:
            os.write(b if fd == a else a, packet)
        except OSError:
            pass  # the other end is not up yet
PY
    python3 "$work/tun.py" "$client" "$server" &
    helpers="$helpers $!"
    until ip -n "$server" link show tun-client > /dev/null 2>&1; do sleep 0.1; done
    ip -n "$client" addr add 192.0.2.1/32 peer 192.0.2.2 dev tun-server
    ip -n "$server" addr add 192.0.2.2/32 peer 192.0.2.1 dev tun-client
    ip -n "$client" link set tun-server up
    ip -n "$server" link set tun-client up
}

# A third one, VXLAN over the first.    client 10.1.0.1, fd01::1    server 10.1.0.2, fd01::2
vxlan_link() {
    ip -n "$client" link add vx0 type vxlan id 7 local 198.51.100.1 remote 203.0.113.7 dstport 4789 dev to-server
    ip -n "$server" link add vx0 type vxlan id 7 local 203.0.113.7 remote 198.51.100.1 dstport 4789 dev to-client
    n=0
    for host in "$client" "$server"; do
        n=$((n + 1))
        ip -n "$host" addr add "10.1.0.$n/24" dev vx0
        ip -n "$host" addr add "fd01::$n/64" dev vx0 nodad
        ip -n "$host" link set vx0 up
    done
}

# A mirror port: the server's frames once more on span0, with VLAN tags put on as a switch does on a trunk. Written out
# because many small kernels come without VLAN devices.    mirror TAGS-IN-HEX
mirror() {
    cat > "$work/mirror.py" <<'PY'
import socket, sys

def port(name, protocol):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(protocol))
    s.bind((name, protocol))
    return s

ETH_P_ALL = 3
server, span, tags = port("to-client", ETH_P_ALL), port("span0", 0), bytes.fromhex(sys.argv[1])
while True:
    frame = server.recv(65535)
    span.send(frame[:12] + tags + frame[12:])
PY
    [ -n "$(ip -n "$server" link show span0 2>/dev/null)" ] || {
        ip link add span0 netns "$server" type veth peer name span1 netns "$server"
        # without neighbour discovery and the like of their own
        on "$server" sh -c 'for i in span0 span1; do echo 1 > /proc/sys/net/ipv6/conf/$i/disable_ipv6; done'
        ip -n "$server" link set span0 arp off up
        ip -n "$server" link set span1 arp off up
    }
    ip netns exec "$server" python3 "$work/mirror.py" "$1" &
    mirror=$!
    helpers="$helpers $mirror"
    until grep -q ' 0003 ' "/proc/$mirror/net/packet" 2>/dev/null; do sleep 0.1; done
}

mirror_off() {
    kill "$mirror"
    wait "$mirror" 2> /dev/null || true
}

# --- capturing ------------------------------------------------------------------------------------------------------
start() { # start FILE HOST INTERFACE [TCPDUMP-OPTION...]
    file=$1 host=$2 interface=$3; shift 3
    rm -f "$file"
    : > "$work/tcpdump"
    ip netns exec "$host" tcpdump -Z root --immediate-mode -U -n -s 96 -i "$interface" -w "$file" "$@" 2> "$work/tcpdump" &
    capturing=$!
    until grep -q 'listening on' "$work/tcpdump"; do
        kill -0 "$capturing" || { cat "$work/tcpdump" >&2; exit 1; }
        sleep 0.1
    done
}

stop() {
    sleep 0.5 # the last answers
    kill "$capturing"
    wait "$capturing" || true
    capturing=
    grep -q '^0 packets dropped by kernel' "$work/tcpdump" || { cat "$work/tcpdump" >&2; exit 1; }
}

get() { # get HOST[:PORT] [FROM]: one request, one connection
    on "$client" curl -s -o /dev/null --noproxy '*' --max-time 5 ${2:+--interface "$2"} "http://$1/"
}

gets() { # gets N FROM HOST[:PORT]
    for _ in $(seq "$1"); do get "$3" "$2"; done
}

flood() { # flood FROM|random N MICROSECONDS-BETWEEN [HPING-OPTION...]
    from=$1 n=$2 gap=$3; shift 3
    if [ "$from" = random ]; then set -- --rand-source "$@"; else set -- -a "$from" "$@"; fi
    # it waits for answers to forged sources in vain and calls that a failure
    on "$client" hping3 -q -S -p 80 -c "$n" -i "u$gap" "$@" 203.0.113.7 > /dev/null 2>&1 || true
}

some_clients() {
    gets 2 198.51.100.11 203.0.113.7
    gets 1 198.51.100.12 203.0.113.7:443
    gets 1 2001:db8:c::11 '[2001:db8:5::7]'
}

captures() {
    hosts
    tun_link

    start clients-ipv4.pcap "$server" to-client
    gets 5 198.51.100.11 203.0.113.7
    gets 3 198.51.100.12 203.0.113.7:443
    gets 2 198.51.100.13 203.0.113.7:8080
    gets 1 198.51.100.14 203.0.113.7
    stop

    start clients-ipv6.pcap "$server" to-client
    gets 4 2001:db8:c::11 '[2001:db8:5::7]'
    gets 2 2001:db8:c::12 '[2001:db8:5::7]:443'
    gets 1 2001:db8:c::13 '[2001:db8:5::7]'
    stop

    start synflood-one-source.pcap "$server" to-client; flood 198.51.100.66 300 2000; stop
    start synflood-random-sources.pcap "$server" to-client; flood random 300 2000; stop
    start synflood-fragments-of-16.pcap "$server" to-client; flood 198.51.100.66 5 2000 --mtu 16; stop
    start synflood-fragments-of-8.pcap "$server" to-client; flood 198.51.100.66 5 2000 --mtu 8; stop

    start scan-nmap-syn.pcap "$server" to-client
    on "$client" nmap -n -Pn -sS -p 1-100 -S 198.51.100.19 -e to-server 203.0.113.7 > /dev/null
    stop
    start scan-nmap-connect.pcap "$server" to-client
    on "$client" nmap -n -Pn -sT -p 1-100 203.0.113.7 > /dev/null
    stop
    start scan-nmap-syn-ipv6.pcap "$server" to-client
    on "$client" nmap -n -Pn -6 -sS -p 1-50 2001:db8:5::7 > /dev/null
    stop

    mirror 81000064 # 802.1Q, VLAN 100
    start clients-vlan.pcap "$server" span1; some_clients; stop
    mirror_off
    mirror 88a8006481000065 # 802.1ad, VLAN 100, and in it 802.1Q, VLAN 101
    start clients-qinq.pcap "$server" span1; some_clients; stop
    mirror_off

    vxlan_link
    start clients-vxlan.pcap "$server" to-client -s 160
    gets 2 10.1.0.1 10.1.0.2
    gets 1 fd01::1 '[fd01::2]'
    get 203.0.113.7 198.51.100.11
    stop
    ip -n "$client" link del vx0
    ip -n "$server" link del vx0

    start clients-loopback.pcap "$server" lo
    for to in 127.0.0.1 127.0.0.1:443 127.0.0.2 '[::1]'; do on "$server" curl -s -o /dev/null "http://$to/"; done
    stop

    start clients-any-sll2.pcap "$server" any
    some_clients
    on "$server" curl -s -o /dev/null http://127.0.0.1/
    get 192.0.2.2
    stop
    start clients-any-sll.pcap "$server" any -y LINUX_SLL
    some_clients
    on "$server" curl -s -o /dev/null http://127.0.0.1/
    get 192.0.2.2
    stop

    start clients-tun-raw.pcap "$server" tun-client; gets 3 192.0.2.1 192.0.2.2; stop

    start clients-nanoseconds.pcap "$server" to-client --time-stamp-precision=nano; some_clients; stop
    start clients-snaplen-60.pcap "$server" to-client -s 60; some_clients; stop
    start synflood-snaplen-48.pcap "$server" to-client -s 48; flood 198.51.100.66 20 2000; stop
    start synflood-snaplen-47.pcap "$server" to-client -s 47; flood 198.51.100.66 20 2000; stop

    start refused-rst.pcap "$server" to-client
    get 203.0.113.7:81 198.51.100.11 || true
    get '[2001:db8:5::7]:81' 2001:db8:c::11 || true
    stop

    on "$server" nft add table inet deaf
    on "$server" nft add chain inet deaf in '{ type filter hook input priority 0; }'
    on "$server" nft add rule inet deaf in tcp dport 82 drop
    on "$server" nft add rule inet deaf in tcp dport 83 reject with icmpx type admin-prohibited
    start silent-server-retransmissions.pcap "$server" to-client
    get 203.0.113.7:82 198.51.100.11 &
    get '[2001:db8:5::7]:82' 2001:db8:c::11 || true
    wait $! || true
    stop
    start refused-icmp-quotes-syn.pcap "$server" to-client -s 160
    get 203.0.113.7:83 198.51.100.11 || true
    get '[2001:db8:5::7]:83' 2001:db8:c::11 || true
    stop

    start backscatter-syn-ack.pcap "$client" to-server -Q in
    for n in 12 13 14; do flood "198.51.100.$n" 10 2000; done
    flood 198.51.100.15 5 2000 -p 81
    stop

    rm -f clients-two-linktypes.pcapng
    : > "$work/dumpcap"
    ip netns exec "$server" dumpcap -q -s 96 -i to-client -i tun-client -w clients-two-linktypes.pcapng 2> "$work/dumpcap" &
    capturing=$!
    until grep -q 'File:' "$work/dumpcap"; do sleep 0.1; done
    some_clients
    gets 2 192.0.2.1 192.0.2.2
    sleep 1.5 # dumpcap writes what it has once a second
    kill "$capturing"
    wait "$capturing" || true
    capturing=
    chmod 644 clients-two-linktypes.pcapng # dumpcap keeps it to its owner

    flood_among_clients

    editcap -F pcapng clients-ipv6.pcap clients-one-linktype.pcapng
    editcap -F snoop clients-ipv4.pcap clients-snoop.snoop
    editcap -F modpcap clients-ipv4.pcap clients-kuznetzov.pcap
    gzip -9nc clients-ipv6.pcap > clients-gzip.pcap.gz
    zstd -qf19 clients-ipv6.pcap -o clients-zstd.pcap.zst
}

# The example of the project's README: ten clients, and two floods that come upon them.
flood_among_clients() {
    start flood-among-clients.pcap "$server" to-client
    visits=
    for v in 198.51.100.11/9/80 198.51.100.12/7/443 198.51.100.13/6/443 198.51.100.14/5/80 198.51.100.15/3/443 \
        198.51.100.16/2/8080 198.51.100.17/1/443 2001:db8:c::11/6/443 2001:db8:c::12/4/80 2001:db8:c::13/1/443; do
        from=${v%%/*} rest=${v#*/}
        case $from in *:*) to='[2001:db8:5::7]' ;; *) to=203.0.113.7 ;; esac
        ( for _ in $(seq "${rest%/*}"); do get "$to:${rest#*/}" "$from" || true; sleep 0.6; done ) &
        visits="$visits $!"
    done
    sleep 2
    flood 198.51.100.66 300 8000 &
    visits="$visits $!"
    sleep 0.7
    flood random 120 10000 &
    wait $visits $!
    stop
}

# --- expected.tsv ---------------------------------------------------------------------------------------------------
# file, section, key, count. A SYN is a TCP layer with SYN and without ACK that is in no ICMP error; `outer` has one IP
# layer in front of it and takes its addresses, `any` has one or more and takes those of the innermost; its lists stand
# where they differ. IP reassembly is off. The lines of tcpdump are a second opinion, where libpcap reads the file: `syn`
# counts its printout, `bpf_syn` what its filter finds (IPv4 only, but in the flags byte itself, however short the header).
expected() {
    for file in *.pcap *.pcapng *.snoop *.gz *.zst; do
        case $file in *.zst) zstd -qdc "$file" ;; *.gz) gzip -dc "$file" ;; *) cat "$file" ;; esac > "$work/plain"
        tshark -n -r "$work/plain" -o ip.defragment:FALSE -o ipv6.defragment:FALSE -T fields -E occurrence=a \
            -e frame.protocols -e ip.src -e ipv6.src -e tcp.dstport -e tcp.flags.syn -e tcp.flags.ack 2> "$work/tshark" |
            awk -F '\t' -v OFS='\t' -v file="$file" '
                function last(list,   part) { return part[split(list, part, ",")] }
                function count(section, source, port) {
                    total[section]++; by["src_" section OFS source]++; by["dport_" section OFS port]++
                }
                {
                    layers = split($1, layer, ":"); ips = icmp = 0; ip = ""
                    for (i = 1; i <= layers; i++) {
                        if (layer[i] == "ip" || layer[i] == "ipv6") { ips++; ip = layer[i] }
                        if (layer[i] == "icmp" || layer[i] == "icmpv6") icmp = 1
                    }
                    if (icmp || last($5) != 1 || last($6) != 0) next
                    source = last(ip == "ip" ? $2 : $3)
                    count("any", source, last($4))
                    if (ips == 1) count("outer", source, last($4))
                }
                END {
                    print file, "tshark", "packets", NR
                    print file, "tshark", "syn_outer", total["outer"] + 0
                    print file, "tshark", "syn_any", total["any"] + 0
                    for (key in by) {
                        if (key !~ /_any\t/ || total["any"] != total["outer"]) print file, key, by[key]
                    }
                }' | sort -t "$(printf '\t')" -k2,2r -k4,4nr -k3,3
        if tcpdump -nr "$work/plain" > "$work/text" 2> /dev/null; then
            printf '%s\ttcpdump\tpackets\t%d\n' "$file" "$(grep -c '^[0-9]' "$work/text")"
            printf '%s\ttcpdump\tsyn\t%d\n' "$file" "$(grep -c 'Flags \[S[^.]*\]' "$work/text" || true)"
            printf '%s\ttcpdump\tbpf_syn\t%d\n' "$file" \
                "$(tcpdump -nr "$work/plain" 'tcp[13] & 18 = 2' 2> /dev/null | grep -c '^[0-9]' || true)"
        fi
    done
}

[ "${1:-}" = expected ] || captures
expected > "$work/expected.tsv"
cp "$work/expected.tsv" expected.tsv
