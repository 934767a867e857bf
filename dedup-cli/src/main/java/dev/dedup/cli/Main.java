// SPDX-License-Identifier: Apache-2.0
// SPDX-FileCopyrightText: The dedup authors
package dev.dedup.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/** Starts the command. */
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {}

    /**
     * Runs the command on the process's own streams, and ends the process.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        FileOutputStream out = new FileOutputStream(FileDescriptor.out);
        // The command has none of Netty's native libraries, and a JDK from 24 on warns of the mere search for one.
        System.setProperty("io.netty.transport.noNative", "true");
        System.exit(run(new Streams(new FileInputStream(FileDescriptor.in), out, err), args));
    }

    /** Runs the command on any streams, and returns its exit status. */
    static int run(Streams streams, String... args) {
        Console console = new Console(streams.err());
        CommandLine line = commandLine(streams);
        line.setOut(new PrintWriter(streams.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(streams.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((e, arguments) -> wrongUsage(e, console));
        line.setExecutionExceptionHandler((e, command, parsed) -> failed(e, console));
        return execute(line, console, args);
    }

    private static CommandLine commandLine(Streams streams) {
        CommandLine line = new CommandLine(new DedupCommand());
        // An argument that begins with @ is a file like any other, or the handle of an account.
        line.setExpandAtFiles(false);
        line.addSubcommand(new FilterCommand(streams));
        line.addSubcommand(new ExplainCommand(streams));
        String stores = Objects.requireNonNullElse(System.getenv("DEDUP_STORE"), "");
        line.addSubcommand(new CompareCommand(streams, System::nanoTime, stores, Ending::bySignal));
        describe(line);
        line.getSubcommands().values().forEach(Main::describe);
        return line;
    }

    private static void describe(CommandLine line) {
        line.getCommandSpec().mixinStandardHelpOptions(true).versionProvider(new Version());
        line.setUsageHelpWidth(HELP_WIDTH);
        UsageMessageSpec usage = line.getCommandSpec().usageMessage();
        usage.sortOptions(false).abbreviateSynopsis(true).optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n").parameterListHeading("%nFiles:%n");
        usage.exitCodeListHeading("%nExit status:%n").exitCodeList(exitCodes(line.getCommandName()));
    }

    private static Map<String, String> exitCodes(String command) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(" " + ExitCode.OK, "All went well.");
        codes.put(" " + ExitCode.REJECTED, "Some records were rejected; all others were dealt with.");
        codes.put(" " + ExitCode.USAGE, "Wrong options or files; nothing was done.");
        codes.put(" " + ExitCode.STORE, "The store failed, or left posts unsettled; run again with --append.");
        codes.put(" " + ExitCode.FILES, "A file could not be read to its end, or not be written.");
        codes.put(" " + ExitCode.INTERNAL, "A fault in dedup itself, or the heap is too small.");
        codes.put(" " + ExitCode.CLOSED_PIPE, "The reader of standard output has gone, as in dedup filter … | head.");
        if (command.equals("compare")) {
            codes.put(" " + ExitCode.DIFFERING, "A store says something wrong of some post, whatever else failed.");
            codes.put(
                    " " + ExitCode.USAGE,
                    "Wrong options or files, or every record was rejected; nothing was compared.");
            codes.put(
                    " " + ExitCode.STORE,
                    "A store failed, and none was wrong; what was compared before that is shown.");
        }
        return codes;
    }

    private static int execute(CommandLine line, Console console, String... args) {
        try {
            return line.execute(args);
        } catch (OutOfMemoryError e) {
            console.note(
                    "the heap of " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB is too small; give more, as in"
                            + " DEDUP_JAVA_OPTS=-Xmx4g, and run again, dedup filter with --append. What was written stays");
            return ExitCode.INTERNAL;
        } catch (Error e) {
            // Past this point the JVM would end with status 1, which says that some records were rejected and no more.
            return fault(e, console);
        }
    }

    private static int wrongUsage(ParameterException e, Console console) {
        console.note(String.valueOf(e.getMessage()));
        console.print("Try '" + e.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
        return ExitCode.USAGE;
    }

    private static int failed(Exception e, Console console) {
        if (!(e instanceof RunException ending)) {
            return fault(e, console);
        }
        if (!ending.text().isEmpty()) {
            console.note(ending.text());
        }
        return ending.exitCode();
    }

    private static int fault(Throwable e, Console console) {
        console.note("a fault in dedup itself; please report it. What was written stays");
        e.printStackTrace(console.stream());
        return ExitCode.INTERNAL;
    }

    /** The version that the jar was packed as. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"dedup " + (version == null ? "(not packaged)" : version)};
        }
    }
}
