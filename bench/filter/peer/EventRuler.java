import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import software.amazon.event.ruler.JsonRuleCompiler;
import software.amazon.event.ruler.Machine;
import software.amazon.event.ruler.Patterns;

/**
 * aws/event-ruler behind a command line. `time FILE PATTERN` matches each line of the file, twice, and times the second pass;
 * `answer` reads lines `{"id","pattern","event"}` and says for each whether it matches.
 */
public final class EventRuler {
    public static void main(String[] args) throws Exception {
        if (args.length == 3 && args[0].equals("time")) {
            time(args[1], args[2]);
        } else if (args.length == 1 && args[0].equals("answer")) {
            answer();
        } else {
            System.err.println("time FILE PATTERN | answer");
            System.exit(64);
        }
    }

    // --- time ---

    private static void time(String file, String pattern) throws Exception {
        Machine machine = machine(pattern, true);
        pass(file, machine);
        long startedAt = System.nanoTime();
        long[] counts = pass(file, machine);
        double seconds = (System.nanoTime() - startedAt) / 1e9;
        System.out.printf("{\"seconds\":%.4f,\"bytes\":%d,\"lines\":%d,\"matched\":%d}%n", seconds, counts[0], counts[1], counts[2]);
    }

    /** Bytes, lines, matched lines. Lines are cut from a large buffer, which is faster than a BufferedReader. */
    private static long[] pass(String file, Machine machine) throws Exception {
        long bytes = 0;
        long lines = 0;
        long matched = 0;
        byte[] buffer = new byte[1 << 20];
        int held = 0;
        try (InputStream in = new FileInputStream(file)) {
            for (;;) {
                if (held == buffer.length) {
                    buffer = java.util.Arrays.copyOf(buffer, buffer.length * 2);
                }
                int read = in.read(buffer, held, buffer.length - held);
                int end = read < 0 ? held : held + read;
                bytes += Math.max(0, read);
                int start = 0;
                for (int at = held; at < end; at++) {
                    if (buffer[at] == '\n') {
                        lines++;
                        matched += matches(machine, buffer, start, at);
                        start = at + 1;
                    }
                }
                if (read < 0) {
                    if (end > start) {
                        lines++;
                        matched += matches(machine, buffer, start, end);
                    }
                    return new long[] {bytes, lines, matched};
                }
                held = end - start;
                System.arraycopy(buffer, start, buffer, 0, held);
            }
        }
    }

    private static int matches(Machine machine, byte[] buffer, int start, int end) throws Exception {
        String event = new String(buffer, start, end - start, StandardCharsets.UTF_8);
        return machine.rulesForJSONEvent(event).isEmpty() ? 0 : 1;
    }

    /** As Machine.addRule, without its second attempt by the legacy compiler, to which `$or` is an ordinary field. */
    private static Machine machine(String pattern, boolean structured) throws IOException {
        Machine machine = Machine.builder().withStructuredMatching(structured).build();
        for (Map<String, List<Patterns>> rule : JsonRuleCompiler.compile(pattern)) {
            machine.addPatternRule("rule", rule);
        }
        return machine;
    }

    // --- answer ---

    private static final JsonFactory JSON = new JsonFactory();

    private static void answer() throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
        PrintStream out = new PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out), false, StandardCharsets.UTF_8);
        StringBuilder text = new StringBuilder();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            Map<String, String> question = members(line);
            text.setLength(0);
            text.append("{\"id\":").append(quoted(question.get("id")));
            text.append(verdict(question.get("pattern"), question.get("event"))).append("}\n");
            out.append(text);
        }
        out.flush();
    }

    /** `enginesDiffer` when the two matchers of event-ruler disagree; `stage` tells a refused pattern from a refused event. */
    private static String verdict(String pattern, String event) {
        Machine structured;
        Machine queued;
        try {
            structured = machine(pattern, true);
            queued = machine(pattern, false);
        } catch (Exception | StackOverflowError refused) {
            return failure("pattern", refused);
        }
        if (event == null) {
            return ",\"match\":null";
        }
        try {
            boolean match = !structured.rulesForJSONEvent(event).isEmpty();
            boolean other = !queued.rulesForJSONEvent(event).isEmpty();
            return ",\"match\":" + match + (match == other ? "" : ",\"enginesDiffer\":true");
        } catch (Exception | StackOverflowError refused) {
            return failure("event", refused);
        }
    }

    private static String failure(String stage, Throwable refused) {
        String message = refused.getMessage() == null ? refused.getClass().getSimpleName() : refused.getMessage();
        return ",\"error\":" + quoted(message.split("\n", 2)[0]) + ",\"stage\":\"" + stage + "\"";
    }

    private static String quoted(String text) {
        return text == null ? "null" : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** The members of one object: strings decoded (they hold raw JSON text), null as null, anything else as it is spelled in the line. */
    private static Map<String, String> members(String line) throws IOException {
        Map<String, String> members = new HashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                JsonToken token = parser.nextToken();
                int start = (int) parser.currentTokenLocation().getCharOffset();
                if (token == JsonToken.VALUE_STRING) {
                    members.put(name, parser.getText());
                } else if (token == JsonToken.VALUE_NULL) {
                    members.put(name, null);
                } else if (token.isStructStart()) {
                    parser.skipChildren();
                    members.put(name, line.substring(start, (int) parser.currentTokenLocation().getCharOffset() + 1));
                } else {
                    members.put(name, parser.getText());
                }
            }
        }
        return members;
    }
}
