package syntop.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A program that connects as it is told, until its input ends. */
final class Knocker {
    private Knocker() {}

    /**
     * For each line of standard input, own address, address, port and milliseconds to wait, tells
     * whether a connection was made: open or shut.
     */
    public static void main(String... args) throws IOException {
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            try (Socket socket = new Socket()) {
                socket.bind(new InetSocketAddress(words[0], 0));
                InetSocketAddress server =
                        new InetSocketAddress(words[1], Integer.parseInt(words[2]));
                socket.connect(server, Integer.parseInt(words[3]));
                System.out.println("open");
            } catch (IOException e) {
                System.out.println("shut");
            }
        }
    }
}
