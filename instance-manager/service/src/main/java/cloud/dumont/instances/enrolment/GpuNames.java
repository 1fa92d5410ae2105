package cloud.dumont.instances.enrolment;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Whether two names mean the same GPU: a market's ("RTX 4080S") and the driver's ("NVIDIA GeForce RTX 4080 SUPER"). */
final class GpuNames {
    private static final Set<String> NOISE = Set.of(
            "NVIDIA", "GEFORCE", "TESLA", "GENERATION", "EDITION", "BLACKWELL", "HBM2", "HBM2E", "HBM3", "HBM3E", "AC");
    private static final Map<String, String> SAME = Map.of(
            "SUPER",
            "S",
            "QUADRO",
            "Q",
            "WORKSTATION",
            "WS",
            "SERVER",
            "S",
            "SXM2",
            "SXM",
            "SXM4",
            "SXM",
            "SXM5",
            "SXM",
            "SXM6",
            "SXM",
            "SXM3",
            "SXM");
    private static final Set<String> FORM_FACTORS = Set.of("SXM", "PCIE", "NVL");

    private GpuNames() {}

    static boolean same(String sold, String reported) {
        Set<String> one = words(sold);
        Set<String> other = words(reported);
        Set<String> oneForm = take(one);
        Set<String> otherForm = take(other);
        // Drivers often do not name the form factor; if both names do, it has to be the same.
        return one.equals(other) && (oneForm.isEmpty() || otherForm.isEmpty() || oneForm.equals(otherForm));
    }

    private static Set<String> words(String name) {
        String spaced = name.toUpperCase(Locale.ROOT)
                .replace("MAX-Q", "MAXQ")
                .replaceAll("[^A-Z0-9]+", " ")
                // "4000ADA", "4080S", "4090D": the number is one word, what is glued to it another
                .replaceAll("\\b(\\d{4})([A-Z]+)\\b", "$1 $2");
        Set<String> words = Arrays.stream(spaced.strip().split(" "))
                .filter(word -> !NOISE.contains(word) && !word.matches("\\d+GB"))
                .map(word -> SAME.getOrDefault(word, word))
                .collect(Collectors.toCollection(TreeSet::new));
        if (words.contains("MAXQ")) {
            words.remove("WS");
        }
        return words;
    }

    private static Set<String> take(Set<String> words) {
        Set<String> forms = new TreeSet<>(words);
        forms.retainAll(FORM_FACTORS);
        words.removeAll(forms);
        return forms;
    }
}
