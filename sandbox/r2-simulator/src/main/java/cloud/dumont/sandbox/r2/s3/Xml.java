package cloud.dumont.sandbox.r2.s3;

import cloud.dumont.sandbox.r2.refusal.S3Refusal;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes the documents of the S3 API. */
final class Xml {
    private static final String NAMESPACE = "http://s3.amazonaws.com/doc/2006-03-01/";
    private static final XMLOutputFactory FACTORY = XMLOutputFactory.newDefaultFactory();

    private final StringWriter text = new StringWriter();
    private final XMLStreamWriter writer;

    private Xml(String root, boolean namespace) {
        try {
            this.writer = FACTORY.createXMLStreamWriter(text);
            writer.writeStartDocument("UTF-8", "1.0");
            writer.writeStartElement(root);
            if (namespace) {
                writer.writeDefaultNamespace(NAMESPACE);
            }
        } catch (XMLStreamException failed) {
            throw broken(failed);
        }
    }

    static Xml document(String root) {
        return new Xml(root, true);
    }

    static String error(S3Refusal refusal, String resource) {
        return new Xml("Error", false)
                .text("Code", refusal.code())
                .text("Message", refusal.message())
                .text("Resource", resource)
                .end();
    }

    /** An element with others inside, written by the given code. */
    Xml element(String name, Runnable inside) {
        try {
            writer.writeStartElement(name);
            inside.run();
            writer.writeEndElement();
            return this;
        } catch (XMLStreamException failed) {
            throw broken(failed);
        }
    }

    Xml text(String name, Object value) {
        try {
            writer.writeStartElement(name);
            writer.writeCharacters(value.toString());
            writer.writeEndElement();
            return this;
        } catch (XMLStreamException failed) {
            throw broken(failed);
        }
    }

    /** Text of the element that is open. */
    Xml characters(String value) {
        try {
            writer.writeCharacters(value);
            return this;
        } catch (XMLStreamException failed) {
            throw broken(failed);
        }
    }

    Xml time(String name, Instant value) {
        String written = value.truncatedTo(ChronoUnit.MILLIS).toString();
        return text(name, written.length() == 20 ? written.replace("Z", ".000Z") : written);
    }

    String end() {
        try {
            writer.writeEndDocument();
            writer.close();
            return text.toString();
        } catch (XMLStreamException failed) {
            throw broken(failed);
        }
    }

    private static IllegalStateException broken(XMLStreamException failed) {
        return new IllegalStateException("writing to memory does not fail", failed);
    }
}
