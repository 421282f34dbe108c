package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonPOJOBuilder;
import com.hashicorp.cdktf.App;
import com.hashicorp.cdktf.AppConfig;
import com.hashicorp.cdktf.TerraformStack;
import io.github.cdktfhss.DataHssCicdImages;
import io.github.cdktfhss.DataHssImageRegistries;
import io.github.cdktfhss.HssCicdImage;
import io.github.cdktfhss.HssConnection;
import io.github.cdktfhss.HssCredentials;
import io.github.cdktfhss.RegistryType;
import io.github.cdktfhss.ScanStatus;
import io.github.cdktfhss.SeverityLevel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rows of a lookup: as structs, as JSON, and as structs that are made of JSON. */
class RowsTest {
  private static final long SCANNED = 1_767_225_600_123L;

  @TempDir static Path data;
  static Simulator simulator;

  @TempDir Path folder;
  TerraformStack stack;

  @BeforeAll
  static void startSimulator() throws IOException {
    Map<String, ?> web =
        Map.of(
            "namespace", "shop",
            "image_name", "web",
            "image_version", "1.4.2",
            "image_digest", Shop.DIGEST,
            "scan_status", "success",
            "severity_level", "Low",
            "latest_scan_time", SCANNED,
            "vul_num", 3);
    Map<String, ?> db = Map.of("namespace", "shop", "image_name", "db", "scan_status", "exploded");
    Map<String, ?> registry =
        Map.of("id", "r-1", "registry_name", "prod-swr", "registry_type", "SwrPrivate");
    simulator =
        new Simulator(
            data,
            Map.of("cicd_images", List.of(web, db), "image_registries", List.of(registry)));
  }

  @AfterAll
  static void stopSimulator() {
    simulator.close();
  }

  /** Connects by key. All settings are props: the kernel may run already. */
  @BeforeEach
  void connect() {
    Map<String, String> settings = simulator.settings;
    App app = new App(AppConfig.builder().outdir(folder.toString()).build());
    stack = new TerraformStack(app, "shop");
    HssConnection.Builder.create(stack, "hss")
        .endpoint(settings.get("HSS_ENDPOINT"))
        .projectId(settings.get("HW_PROJECT_ID"))
        .credentials(
            HssCredentials.accessKey(settings.get("HW_ACCESS_KEY"), settings.get("HW_SECRET_KEY")))
        .build();
  }

  @Test
  void asksALiveHssByKey() {
    DataHssImageRegistries registries = new DataHssImageRegistries(stack, "registries");
    assertEquals("r-1", registries.byName("prod-swr").getId());
    assertEquals(RegistryType.SWR_PRIVATE, registries.getRows().get(0).getRegistryType());
    HssCicdImage web = new DataHssCicdImages(stack, "images").find("shop", "web", "1.4.2");
    assertEquals(SeverityLevel.LOW, web.getSeverityLevel());
    assertEquals(3, web.getVulNum());
  }

  @Test
  void anUnknownValueOfAnEnumIsAnAnomalyOfItsRow() {
    HssCicdImage db = new DataHssCicdImages(stack, "images").getRows().get(1);
    assertNull(db.getScanStatus());
    assertTrue(db.getAnomalies().get(0).contains("exploded"), db.getAnomalies().toString());
  }

  @Test
  void readsRowsJsonWithTheApisValues() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    JsonNode rows = mapper.readTree(new DataHssCicdImages(stack, "images").getRowsJson());
    assertEquals("success", rows.at("/0/scanStatus").asText());
    assertEquals(SCANNED, rows.at("/0/latestScanTime").asLong());
    assertFalse(rows.get(1).has("scanStatus"));
    String registries = new DataHssImageRegistries(stack, "registries").getRowsJson();
    assertEquals("SwrPrivate", mapper.readTree(registries).at("/0/registryType").asText());
  }

  /** Tells Jackson what makes a row, which is an interface. */
  @JsonDeserialize(builder = HssCicdImage.Builder.class)
  interface Row {}

  /** Tells Jackson that the builder's methods have the names of the fields. */
  @JsonPOJOBuilder(withPrefix = "")
  interface RowBuilder {}

  @Test
  void makesStructsAndEnumsOfRowsJsonForStructs() throws JsonProcessingException {
    ObjectMapper mapper =
        new ObjectMapper()
            .addMixIn(HssCicdImage.class, Row.class)
            .addMixIn(HssCicdImage.Builder.class, RowBuilder.class);
    DataHssCicdImages images = new DataHssCicdImages(stack, "images");
    List<HssCicdImage> made =
        List.of(mapper.readValue(images.getRowsJsonForStructs(), HssCicdImage[].class));
    assertEquals(ScanStatus.SUCCESS, made.get(0).getScanStatus());
    assertEquals(SCANNED, made.get(0).getLatestScanTime());
    assertEquals(images.getRows(), made);
  }

  /** A record with the fields that a program needs. */
  record Scanned(String imageName, ScanStatus scanStatus, Long latestScanTime) {}

  @Test
  void makesRecordsOfRowsJsonForStructs() throws JsonProcessingException {
    ObjectMapper mapper =
        new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    String json = new DataHssCicdImages(stack, "images").getRowsJsonForStructs();
    assertEquals(
        List.of(new Scanned("web", ScanStatus.SUCCESS, SCANNED), new Scanned("db", null, null)),
        List.of(mapper.readValue(json, Scanned[].class)));
  }
}
